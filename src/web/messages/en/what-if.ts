import type { whatIf as vi } from '../vi/what-if.ts';

const people = (count: string) => (count === '1' ? '1 person' : `${count} people`);
const applications = (count: string) => (count === '1' ? '1 application' : `${count} applications`);
const verb = (count: string, word: string) => (count === '1' ? `${word}s` : word);

export const whatIf: typeof vi = {
  title: 'What this change will do',
  look: 'See first who gains and loses',
  keep: 'Seen, save the change',
  edit: 'Back to the form',
  notYet: 'Nothing has been saved yet.',
  context:
    'Worked out for this moment, in and out of office hours, on and off the inner network, with and without a second factor.',
  stale: 'Others lose access now than when you looked. Look at the list below again, then save.',
  nothing: 'Nobody gains or loses any application.',
  lose: (count, apps) => `${people(count)} ${verb(count, 'lose')} ${applications(apps)}.`,
  gain: (count, apps) => `${people(count)} ${verb(count, 'gain')} ${applications(apps)}.`,
  losing: 'Losing access',
  gaining: 'Gaining access',
  people: 'People',
  who: 'Who',
  andMore: (names, more) => `${names} and ${more} more`,
  everybody: (count) => `The whole list (${count} ${count === '1' ? 'line' : 'lines'})`,
  shown: (first, last, all) => `${first}–${last} of ${all}`,
  previous: 'Previous page',
  next: 'Next page',
  effect: 'Change',
  gains: 'Gains access',
  loses: 'Loses access',
  partly: 'depending on the hour, the network or a second factor',
};
