// The time, as an argument: rules and verbs never read it behind the reader's back.

export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** Adds whole seconds to a moment. */
export function after(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}
