// A list that leaves as a file, and a browser that never takes it.
import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import express from 'express';
import { sendListFile } from '../../src/web/list-file.ts';

type Row = { text: string };

test('a browser that takes nothing does not keep the list waiting for ever', async () => {
  let made = 0;
  let closed = false;
  async function* rows(): AsyncGenerator<Row[]> {
    try {
      for (;;) {
        made += 1;
        yield Array.from({ length: 1000 }, () => ({ text: 'x'.repeat(1000) }));
      }
    } finally {
      closed = true;
    }
  }
  const columns = [{ title: 'text', cell: ({ text }: Row) => text }];
  const ended = Promise.withResolvers<void>();
  const app = express().get('/', async (_req, res) => {
    const file = { name: 'list', title: 'list', columns, batches: rows() };
    await sendListFile(res, 'csv', file, { locale: 'vi', now: new Date(), idleMs: 200 });
    ended.resolve();
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = connect((server.address() as AddressInfo).port, '127.0.0.1');
  browser.on('error', () => undefined).pause();
  browser.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await ended.promise;
  expect(made).toBeGreaterThan(0);
  expect(closed).toBe(true);
  browser.destroy();
  server.close();
});
