// Lets a few pieces of work run at once and a bounded number wait for a bounded time: more would only
// share the same processors, and an unbounded queue is how a flood of sign-ins takes a node down.
import { AppError, type ErrorCode } from './errors.ts';

type Waiting = { enter: () => void };

/**
 * @param options.refusal what `take` throws where as many as `waiting` are in the queue already, or one
 *   has waited `patienceSeconds`: `request.too-many` unless told otherwise, with `seconds` until another
 *   try is worth it.
 */
export function inTurns(options: {
  atOnce: number;
  waiting: number;
  retrySeconds: number;
  patienceSeconds?: number;
  refusal?: ErrorCode;
}) {
  const { refusal = 'request.too-many', retrySeconds: seconds, patienceSeconds } = options;
  const queue: Waiting[] = [];
  let running = 0;
  const refused = () => new AppError(refusal, { params: { seconds } });

  function wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const waiting: Waiting = {
        enter: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      queue.push(waiting);
      if (patienceSeconds === undefined) return;
      timer = setTimeout(() => {
        queue.splice(queue.indexOf(waiting), 1);
        reject(refused());
      }, patienceSeconds * 1000);
    });
  }

  async function enter(): Promise<void> {
    if (running < options.atOnce) {
      running += 1;
      return;
    }
    if (queue.length >= options.waiting) throw refused();
    await wait(); // whoever leaves hands over its place
  }

  function leave(): void {
    const next = queue.shift();
    if (next) next.enter();
    else running -= 1;
  }

  return {
    async take<T>(work: () => Promise<T>): Promise<T> {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
