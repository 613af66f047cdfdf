// Ids that say what they are of, the same in every run; SQL makes the same ones (`idSql`).
const kinds = { unit: 1, account: 2, post: 3, group: 4, application: 5, source: 6 } as const;
export type BenchKind = keyof typeof kinds;

export const benchId = (kind: BenchKind, i: number): string =>
  `0000000${kinds[kind]}-0000-7000-8000-${i.toString(16).padStart(12, '0')}`;

/** The id of the number that the SQL expression gives. */
export const idSql = (kind: BenchKind, expression: string): string =>
  `('0000000${kinds[kind]}-0000-7000-8000-' || lpad(to_hex((${expression})::bigint), 12, '0'))::uuid`;

export const longAgo = new Date(Date.UTC(2020, 0, 1)).toISOString();
