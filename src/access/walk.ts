// Walks upwards through units or nested groups. Pure. Loops end, because what was seen is not walked
// again; what is closed gives nothing, and neither does anything beyond it.

export type GraphNode = { name: string; open: boolean; up: readonly string[] };
export type Graph = ReadonlyMap<string, GraphNode>;

/**
 * Every open node reachable from `starts`, with the names on the shortest way to it, itself included.
 * Linear in the size of the graph, whatever its shape.
 */
export function walk(graph: Graph, starts: readonly string[]): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  let wave: { id: string; from: string[] }[] = starts.map((id) => ({ id, from: [] }));
  while (wave.length > 0) {
    const next: typeof wave = [];
    for (const { id, from } of wave) {
      const node = graph.get(id);
      if (!node?.open || paths.has(id)) continue;
      const path = [...from, node.name];
      paths.set(id, path);
      next.push(...node.up.map((above) => ({ id: above, from: path })));
    }
    wave = next;
  }
  return paths;
}
