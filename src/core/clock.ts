// The time, as an argument: rules and verbs never read it behind the reader's back.

export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** Adds whole seconds to a moment. */
export function after(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}

/** Whether the protocol engine wrote that moment less than so many seconds ago: it goes by the machine's clock. */
export const isRecent = (moment: Date, seconds: number, now = new Date()): boolean =>
  after(moment, seconds) > now;
