// Answers that no honest server gives.
import type { Socket } from 'node:net';
import { element, octets, sequence } from '../../src/directory/ber.ts';

/** An entry whose set of values says that it is longer than the entry. */
export const lyingEntry = (id: number) =>
  sequence(
    element(0x02, Buffer.from([id])),
    element(
      0x64,
      Buffer.concat([
        octets(Buffer.from('uid=p1,ou=people,dc=vn')),
        sequence(sequence(octets(Buffer.from('uid')), Buffer.from([0x31, 0x7f, 0x04, 0x01, 0x61]))),
      ]),
    ),
  );

export const megabyte = Buffer.alloc(1024 * 1024, 'x');

/** Writes as fast as it is read, and never stops. */
export function pour(socket: Socket, what: Buffer): void {
  const go = () => {
    while (socket.writable && socket.write(what));
    socket.once('drain', go);
  };
  go();
}
