// Processor time, as the kernel keeps it. It moves little where rates and latencies move by half: what
// else the machine does takes time from us, but is not counted as ours.
import { readFileSync, readdirSync } from 'node:fs';

const ticksPerSecond = 100; // USER_HZ, the same on every Linux
const ms = (ticks: number) => (ticks * 1000) / ticksPerSecond;

/** proc(5), /proc/<pid>/stat: what follows the name, which may hold blanks and brackets. */
function statOf(pid: number | string): { parent: number; own: number; reaped: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, utime = 0, stime = 0] = [fields[1], fields[11], fields[12]];
    const [cutime = 0, cstime = 0] = [fields[13], fields[14]];
    return { parent, own: ms(utime + stime), reaped: ms(cutime + cstime) };
  } catch {
    return undefined; // it has just ended
  }
}

/** Milliseconds that all threads of a process have used so far. */
export const usedBy = (pid: number): number => statOf(pid)?.own ?? 0;

/** The same for a process with all its children, ended ones included: PostgreSQL with its backends. */
export function usedByFamily(pid: number): number {
  const head = statOf(pid);
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat?.parent === pid);
  return [head, ...children].reduce((sum, stat) => sum + (stat?.own ?? 0), head?.reaped ?? 0);
}
