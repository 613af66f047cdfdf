// Open connections that wait for the next password, so that a sign-in need not greet the server anew.
// Few per key, and none for long: servers close what is idle, and do not always say so.
import type { Connection } from './connection.ts';

const maxIdle = 8;
const idleMs = 30_000;

/** Keys are the caller's: whatever must not be mixed differs in the key. */
export function createPool() {
  const idle = new Map<string, { connection: Connection; since: number }[]>();

  function drop(key: string): void {
    idle.get(key)?.forEach(({ connection }) => connection.close());
    idle.delete(key);
  }

  function sweep(key: string): void {
    const waiting = idle.get(key) ?? [];
    const fresh = waiting.filter(({ since }) => Date.now() - since < idleMs);
    waiting.filter((one) => !fresh.includes(one)).forEach(({ connection }) => connection.close());
    if (fresh.length > 0) idle.set(key, fresh);
    else idle.delete(key);
  }

  return {
    /** The one that came back last, so that a pool grown by a rush shrinks again. */
    take(key: string): Connection | undefined {
      const waiting = idle.get(key) ?? [];
      for (let one = waiting.pop(); one; one = waiting.pop()) {
        if (one.connection.isOpen() && Date.now() - one.since < idleMs) return one.connection;
        one.connection.close();
      }
      return undefined;
    },

    giveBack(key: string, connection: Connection): void {
      const waiting = idle.get(key) ?? [];
      if (!connection.isOpen() || waiting.length >= maxIdle) return connection.close();
      waiting.push({ connection, since: Date.now() });
      idle.set(key, waiting);
      setTimeout(() => sweep(key), idleMs + 1_000).unref();
    },

    /** Closes every connection that waits under a key. */
    drop,
    stop: () => [...idle.keys()].forEach(drop),
  };
}
