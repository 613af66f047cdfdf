import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { createOutgoing } from '../../src/oidc/outgoing.ts';
import { listen, urlOf } from './stage.ts';

let server: Server;
beforeAll(async () => {
  server = await listen(
    createServer((req, res) => res.end(req.url === '/long' ? 'x'.repeat(300_000) : 'ok')),
  );
});
afterAll(() => void server.close());

const reach = (privateHosts: string[], address: string) =>
  createOutgoing({ privateHosts })
    .fetch(address)
    .then(
      ({ status }) => status,
      (error: Error) => error.message,
    );

test('private addresses are reached by listed name, address or range only', async () => {
  const { port } = new URL(urlOf(server));
  const [byName, byAddress] = [`http://localhost:${port}/`, `http://127.0.0.1:${port}/`];
  const refused = expect.stringContaining('PRIVATE_HOSTS');
  expect(await reach([], byName)).toEqual(refused);
  expect(await reach([], byAddress)).toEqual(refused);
  expect(await reach(['localhost'], byName)).toBe(200);
  expect(await reach(['localhost'], byAddress)).toEqual(refused);
  expect(await reach(['127.0.0.0/8'], byName)).toBe(200);
  expect(await reach(['127.0.0.1'], byAddress)).toBe(200);
  expect(await reach(['10.0.0.0/8'], byAddress)).toEqual(refused);
  const short = ['[::1]', '[::ffff:127.0.0.1]', '169.254.169.254', '0.0.0.0', '2130706433'];
  for (const address of [...short, '[::127.0.0.1]', '[::ffff:0:7f00:1]', '[fec0::1]'])
    expect(await reach(['localhost'], `http://${address}:${port}/`)).toEqual(refused);
});

test('an endless answer is cut off', async () => {
  expect(await reach(['localhost'], `${urlOf(server)}/long`)).toBe('the answer is too large');
});
