// What the doctor says of one thing it looked at.
export type Finding = {
  check: string; // what was looked at: database, clock, directory …
  state: 'ok' | 'warn' | 'fail';
  message: string; // what was found and, where something is wrong, what to do
};

export const ok = (check: string, message: string): Finding => ({ check, state: 'ok', message });
export const warn = (check: string, message: string): Finding => ({
  check,
  state: 'warn',
  message,
});
export const fail = (check: string, message: string): Finding => ({
  check,
  state: 'fail',
  message,
});
