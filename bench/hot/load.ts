// The load generator, a process of its own. The parent names the servers once, then asks for slices: so
// many operations of a kind at one of them, over so many connections. Answers with how long each took.
import { createOperations, type Operations, type Target } from './operations.ts';

export type Slice = { target: string; operation: keyof Operations; count: number };
export type Measured = { ms: number[]; seconds: number } | { failed: string };
export type Order = { targets: Record<string, Target>; connections: number } | Slice;

let connections = 1;
const targets = new Map<string, Operations>();

async function run({ target, operation, count }: Slice): Promise<Measured> {
  const operations = targets.get(target)!;
  const ms: number[] = [];
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      await operations[operation]();
      ms.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  return { ms, seconds: (performance.now() - start) / 1000 };
}

process.on('message', (order: Order) => {
  if ('targets' in order) {
    connections = order.connections;
    for (const [name, target] of Object.entries(order.targets))
      targets.set(name, createOperations(target, connections));
    return;
  }
  run(order).then(
    (measured) => process.send?.(measured),
    (error: unknown) => process.send?.({ failed: `${order.operation}: ${String(error)}` }),
  );
});
