import type { undo as vi } from '../vi/undo.ts';

export const undo: typeof vi = {
  button: 'Undo this run',
  title: 'Undo a run',
  done: 'Undone',
  doneBy: (by, at) => `${by}, ${at}`,
  counts: {
    people: 'people go back to what they were',
    units: 'units go back to what they were',
    groups: 'groups go back to what they were',
    posts: 'posts are given back or removed',
    members: 'memberships of groups are given back or removed',
    made: 'new people, units and groups are suspended or closed',
  },
  madeStays:
    'People whom this run added are suspended, not deleted; new units and groups are closed. A login name that was given stays with its person.',
  rights:
    'Whoever gets rights back can sign in at once; whoever loses them is signed out of the applications.',
  sourceOff: (source) =>
    `The source “${source}” is switched off, because the directory still says the same and the next run would do it again. Mend the directory or the mapping, do a dry run, then switch it on.`,
  nothing: 'Nothing of this run can be given back any more.',
  notKept: (days, rows) =>
    `This run cannot be undone: what was replaced is kept for ${days} days, and of runs that changed no more than ${rows} rows.`,
  collisions: 'Edited after this run',
  collisionsHint: 'These stay as they are now, whether or not the rest is undone.',
  firstOf: (count) => `The first ${count} lines.`,
  left: 'After this run',
  now: 'Now',
  why: 'What is in the way',
  obstacles: {
    edited: 'was edited',
    'in-use': 'people or units are in the new unit by now',
    taken: 'another unit has the old code by now',
    'other-main': 'the person has another main post by now',
  },
  rest: (count) => `Undo the rest; what was edited stays as it is (${count})`,
  reason: 'Reason',
  reasonHint: 'Written in the journal and shown on the page of this run.',
};
