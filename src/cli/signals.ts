// How a long-running process of ours ends: the first signal stops it in order, another one at once.

// npm passes the terminal's signal on to us, so one Ctrl-C arrives twice within milliseconds.
const echoMs = 500;

/** Calls `stop` once; the process ends when it is done, with 1 where it fails. */
export function stopOnSignal(stop: () => Promise<void>, say: (line: string) => void): void {
  let first: number | undefined;
  const end = (signal: NodeJS.Signals) => {
    if (first !== undefined) {
      if (performance.now() - first < echoMs) return;
      say(`${signal} again: ending at once`);
      process.exit(1);
    }
    first = performance.now();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        say(`stopping failed: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}
