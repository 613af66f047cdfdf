// What a search has given and nobody has taken yet. Bounded: when it is full the connection is paused,
// so that a directory of any size is read in the memory of a few entries.
const fullBytes = 1024 * 1024;

type Valve = { pause(): void; resume(): void };

export function createQueue<Part>(valve: Valve) {
  const parts: { part: Part; bytes: number }[] = [];
  let held = 0;
  let paused = false;
  let failed: { error: unknown } | undefined;
  let wake: (() => void) | undefined;

  function open(): void {
    if (paused) valve.resume();
    paused = false;
  }

  return {
    put: (part: Part, bytes: number): void => {
      parts.push({ part, bytes });
      held += bytes;
      if (held > fullBytes && !paused) {
        paused = true;
        valve.pause();
      }
      wake?.();
    },
    /** What was put before is still given. */
    fail: (error: unknown): void => {
      failed = { error };
      wake?.();
    },
    /** Waits for the next one. For one taker at a time. @throws what `fail` was given. */
    async take(): Promise<Part> {
      while (parts.length === 0) {
        if (failed) throw failed.error;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const { part, bytes } = parts.shift()!;
      held -= bytes;
      if (held < fullBytes / 2) open();
      return part;
    },
    /** Nobody takes any more. */
    close(): void {
      parts.length = 0;
      open();
    },
  };
}
