// Tables from strangers' files: CSV, or the first sheet of an Excel workbook. Each file is read in a
// thread of its own (read-table.ts), bounded in time and memory, one at a time on this node; a few
// more wait their turn, for at most as long as those before them may take.
import { Worker } from 'node:worker_threads';
import { inTurns } from '../core/turns.ts';

/** A cell as it was read. A formula is told as such. */
export type ReadCell = string | { formula: true };
/** However far the file reaches, no more of it is given. */
export type TableBounds = { rows: number; columns: number };
/** `unreadable`: no workbook, too large once unpacked, or not to be read in bearable time and memory. */
export type TableRead = { table: ReadCell[][] } | { problem: 'unreadable' | 'encoding' };

export type ReadTable = (bytes: Buffer, most: TableBounds) => Promise<TableRead>;

const usual = {
  seconds: 10, // ten thousand rows take about a second
  megabytes: 512,
  waiting: 4,
};

/** Reads one file apart; whatever goes wrong there is `unreadable`. */
function apart(
  bytes: Buffer,
  most: TableBounds,
  { seconds, megabytes }: typeof usual,
): Promise<TableRead> {
  const worker = new Worker(new URL('./read-table.ts', import.meta.url), {
    workerData: { bytes: new Uint8Array(bytes), most },
    resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 64 },
    env: {},
  });
  return new Promise((resolve) => {
    const late = setTimeout(() => void worker.terminate(), seconds * 1000);
    worker.once('message', resolve);
    worker.once('error', () => resolve({ problem: 'unreadable' }));
    worker.once('exit', () => {
      clearTimeout(late);
      resolve({ problem: 'unreadable' }); // where it said nothing
    });
  });
}

/** @returns a reader that throws AppError `import.busy` where too many files wait already. */
export function createTableReader(bounds: Partial<typeof usual> = {}): ReadTable {
  const own = { ...usual, ...bounds };
  const turns = inTurns({
    atOnce: 1,
    waiting: own.waiting,
    retrySeconds: 30,
    refusal: 'import.busy',
  });
  return (bytes, most) => turns.take(() => apart(bytes, most, own));
}
