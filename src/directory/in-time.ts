// Bounds on how long somebody waits. A promise is never left to fail unheard.
import type { Connection } from './connection.ts';
import { failure } from './socket.ts';

/** The promise's value, or undefined when it takes longer. */
export function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Silence is an answer too: a server that accepts a connection and says nothing loses it.
 * @throws AppError `directory.timeout`, or as the work does
 */
export async function inTime<T>(
  ms: number,
  connection: Connection,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const done = work(connection).then((value) => ({ value }));
  const result = await within(ms, done);
  if (result) return result.value;
  done.catch(() => undefined);
  connection.close();
  throw failure('directory.timeout', 'no answer in time');
}
