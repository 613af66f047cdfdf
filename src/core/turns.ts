// Lets a few pieces of work run at once and a bounded number wait: more would only share the same
// processors, and an unbounded queue is how a flood of sign-ins takes a node down.
import { AppError, type ErrorCode } from './errors.ts';

/**
 * @param options.refusal what `take` throws where as many as `waiting` are in the queue already:
 *   `request.too-many` unless told otherwise, with `seconds` until another try is worth it.
 */
export function inTurns(options: {
  atOnce: number;
  waiting: number;
  retrySeconds: number;
  refusal?: ErrorCode;
}) {
  const { refusal = 'request.too-many', retrySeconds: seconds } = options;
  const queue: (() => void)[] = [];
  let running = 0;

  async function enter(): Promise<void> {
    if (running < options.atOnce) {
      running += 1;
      return;
    }
    if (queue.length >= options.waiting) throw new AppError(refusal, { params: { seconds } });
    await new Promise<void>((resolve) => queue.push(resolve)); // whoever leaves hands over its place
  }

  function leave(): void {
    const next = queue.shift();
    if (next) next();
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
