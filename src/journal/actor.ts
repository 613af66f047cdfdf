// Who does a deed, and from where. Every verb that changes something takes one.

/** Where a request came from. All null for the command line and for jobs. */
export type Origin = {
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
};

/** `accountId` is null for the system itself (a job) and for the command line. */
export type Actor = { accountId: string | null; name: string; origin: Origin };

const nowhere: Origin = { address: null, userAgent: null, requestId: null };

export const system: Actor = { accountId: null, name: 'system', origin: nowhere };
export const commandLine: Actor = { accountId: null, name: 'command line', origin: nowhere };
