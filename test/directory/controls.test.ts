// What a directory says of its changes, from bytes: examples made by hand after RFC 4533 and [MS-ADTS].
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  boolean,
  elementsOf,
  enumerated,
  integer,
  listOf,
  numberOf,
  octets,
  sequence,
} from '../../src/directory/ber.ts';
import {
  controlsIn,
  dirSyncRequest,
  readDirSync,
  readSyncDone,
  readSyncInfo,
  readSyncState,
  syncRequest,
} from '../../src/directory/controls.ts';
import {
  checkNesting,
  entryIn,
  intermediateIn,
  referencesIn,
} from '../../src/directory/messages.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const uuid = '00112233 4455 6677 8899 aabbccddeeff'.replaceAll(' ', '');
const id = '00112233-4455-6677-8899-aabbccddeeff';

test('numbers and lengths survive the way there and back', () => {
  fc.assert(
    fc.property(fc.nat(), fc.uint8Array({ maxLength: 70_000 }), (number, bytes) => {
      const value = Buffer.from(bytes);
      const [first, second, third] = listOf(
        sequence(integer(number), octets(value), boolean(true)),
      );
      expect(numberOf(first!)).toBe(number);
      expect(second!.content.equals(value)).toBe(true);
      expect(numberOf(third!)).not.toBe(0);
    }),
    { numRuns: 100 },
  );
});

test('bytes from a foreign hand give a RangeError or an answer, never anything else', () => {
  const readers = [
    readSyncState,
    readSyncDone,
    readSyncInfo,
    readDirSync,
    controlsIn,
    intermediateIn,
    entryIn,
    referencesIn,
    checkNesting,
  ];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(...readers), (bytes, read) => {
      try {
        read(Buffer.from(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('the request for changes is as RFC 4533 writes it', () => {
  expect(syncRequest('refreshOnly').value).toEqual(hex('3006 0a0101 010100'));
  expect(syncRequest('refreshAndPersist', Buffer.from('abc')).value).toEqual(
    hex('300b 0a0103 0403616263 010100'),
  );
});

test('the state of an entry', () => {
  expect(readSyncState(hex(`3015 0a0101 0410${uuid}`))).toEqual({
    state: 'add',
    id,
    cookie: undefined,
  });
  expect(readSyncState(hex(`301a 0a0103 0410${uuid} 0403616263`))).toEqual({
    state: 'delete',
    id,
    cookie: Buffer.from('abc'),
  });
  expect(() => readSyncState(hex(`3015 0a0107 0410${uuid}`))).toThrow(RangeError);
  expect(() => readSyncState(hex('3008 0a0101 0403616263'))).toThrow(RangeError);
});

test('the end of a refresh: without a cookie the old one stays good', () => {
  expect(readSyncDone(hex('3000'))).toEqual({ cookie: undefined, refreshDeletes: false });
  expect(readSyncDone(hex('3008 0403616263 0101ff'))).toEqual({
    cookie: Buffer.from('abc'),
    refreshDeletes: true,
  });
});

test('what comes between: a cookie, the end of a phase, sets of ids', () => {
  expect(readSyncInfo(hex('8003616263'))).toEqual({
    type: 'newCookie',
    cookie: Buffer.from('abc'),
  });
  expect(readSyncInfo(hex('a105 0403616263'))).toEqual({
    type: 'refreshDelete',
    cookie: Buffer.from('abc'),
    refreshDone: true,
  });
  expect(readSyncInfo(hex('a203 010100'))).toEqual({
    type: 'refreshPresent',
    cookie: undefined,
    refreshDone: false,
  });
  expect(readSyncInfo(hex(`a317 0101ff 3112 0410${uuid}`))).toEqual({
    type: 'idSet',
    cookie: undefined,
    refreshDeletes: true,
    ids: [id],
  });
  expect(readSyncInfo(hex(`a314 3112 0410${uuid}`))).toMatchObject({ refreshDeletes: false });
});

test('DirSync: the request asks within the rights of the account, the answer says whether there is more', () => {
  expect(dirSyncRequest(undefined).value).toEqual(hex('3008 020101 020100 0400'));
  expect(readDirSync(hex('300b 020101 020100 0403616263'))).toEqual({
    more: true,
    cookie: Buffer.from('abc'),
  });
  expect(readDirSync(hex('300b 020100 020100 0403616263')).more).toBe(false);
});

test('controls and intermediate answers are found in whole messages', () => {
  const control = sequence(
    octets(Buffer.from('1.2.3')),
    boolean(true),
    octets(Buffer.from('value')),
  );
  const list = Buffer.concat([Buffer.from([0xa0, control.length]), control]);
  const operation = hex('7905 8003312e32');
  const message = sequence(integer(7), operation, list);
  expect(controlsIn(message)).toEqual(new Map([['1.2.3', Buffer.from('value')]]));
  expect(controlsIn(sequence(integer(7), operation))).toEqual(new Map());
  expect(intermediateIn(message)).toEqual({ oid: '1.2', value: Buffer.alloc(0) });
  expect(elementsOf(enumerated(3))).toHaveLength(1);
});
