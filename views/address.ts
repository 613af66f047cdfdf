export type Parameters = Readonly<Record<string, string | number | null | undefined>>;

/** A path with the given parameters; empty ones are left out. */
export function address(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}
