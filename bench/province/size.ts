// How big the province is. Part of what the requirement says; the rest keeps it company.
export const size = {
  people: 100_000,
  units: 5_000,
  applications: 300,
  groups: 2_000,
  rules: 3_000,
  sessions: 10_000,
  runs: 9_000,
  journal: 5_000_000,
} as const;
