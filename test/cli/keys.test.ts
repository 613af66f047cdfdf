// motchia keys: rotation, and the day a key has leaked.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startWorld, type World } from '../support/world.ts';
import { createTerminal, environmentOf, type Terminal } from './terminal.ts';

let world: World;
let terminal: Terminal;
beforeAll(async () => {
  world = await startWorld();
  terminal = createTerminal(environmentOf(world), mkdtempSync(join(tmpdir(), 'motchia-cli-')));
});
afterAll(() => world.end());

test('rotate once; a second time waits for the first', async () => {
  const { exit, value } = await terminal.json('keys', 'rotate');
  expect(exit).toBe(0);
  expect(value.made).toHaveLength(5);
  expect(JSON.stringify(value)).not.toContain('sealed');
  expect((await terminal.json('keys', 'rotate')).value.error.code).toBe('keys.rotating');
  expect((await terminal.json('keys', 'list')).value.keys).toHaveLength(10);
});

test('are replaced after a leak only for a use there is, and with a reason', async () => {
  expect((await terminal.run('keys', 'replace', 'sig')).exit).toBe(2);
  const wrong = await terminal.json('keys', 'replace', 'door', '--reason', 'lost');
  expect(wrong.value.error.code).toBe('keys.use');
  const { value } = await terminal.json('keys', 'replace', 'sig', '--reason', 'disk lost');
  expect(value.keys.filter((key: { use: string }) => key.use === 'sig')).toHaveLength(4);
});
