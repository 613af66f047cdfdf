import type { dashboard as vi } from '../vi/dashboard.ts';

export const dashboard: typeof vi = {
  byHour: 'Sign-ins today by hour',
  hour: 'Hour',
  hourOf: (hour) => `${hour}:00`,
  good: 'Succeeded',
  bad: 'Failed',
  summary: (good, bad, busiest) =>
    `Today ${good} sign-ins succeeded and ${bad} failed; most at ${busiest}.`,
  none: 'Nobody has signed in today.',
  asTable: 'Show as a table',
  attention: 'Needs attention',
  nothing: 'Nothing needs attention.',
  suspended: (count) => `${count} people suspended by a directory today:`,
  allSuspended: 'See the journal',
  secret: (name) => `Secret of ${name}`,
  key: (alg) => `Old signing key ${alg}`,
  ends: (date) => `ends ${date}`,
  ended: (date) => `ended ${date}`,
  failing: (name) => `The last run of ${name} failed`,
  nextRun: (at) => `Next run: ${at}`,
  noChange: 'No changes.',
};
