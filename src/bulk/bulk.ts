// One deed on many things: which deeds there are, on what, what each asks for. Pure.

export const bulkLists = [
  'people',
  'people-of', // an application
  'members', // of a group
  'applications',
  'grants',
  'sessions',
] as const;
export type BulkList = (typeof bulkLists)[number];

type Subject = 'person' | 'application' | 'grant' | 'session';
/** What the administrator is asked before it. */
export type BulkAsks = {
  target?: 'group' | 'application'; // before anything else, unless the list says it
  reason?: 'needed' | 'wished';
  danger?: true;
};
type Action = BulkAsks & {
  of: Subject;
  on: readonly BulkList[]; // where it is offered
};

const people = ['people', 'people-of'] as const;

const actions = {
  'people.suspend': { of: 'person', on: people, reason: 'needed', danger: true },
  'people.restore': { of: 'person', on: people, reason: 'wished' },
  'people.group': { of: 'person', on: people, target: 'group' },
  'people.allow': { of: 'person', on: people, target: 'application', reason: 'wished' },
  'people.deny': {
    of: 'person',
    on: people,
    target: 'application',
    reason: 'wished',
    danger: true,
  },
  'people.sessions': { of: 'person', on: people, danger: true },
  'members.remove': { of: 'person', on: ['members'], target: 'group', danger: true },
  'applications.suspend': {
    of: 'application',
    on: ['applications'],
    reason: 'wished',
    danger: true,
  },
  'applications.activate': { of: 'application', on: ['applications'], reason: 'wished' },
  'grants.remove': { of: 'grant', on: ['grants'], danger: true },
  'sessions.end': { of: 'session', on: ['sessions'], danger: true },
} as const satisfies Record<string, Action>;

export type BulkAction = keyof typeof actions;
export const bulkActions = Object.keys(actions) as [BulkAction, ...BulkAction[]];
export const actionOf = (name: BulkAction): Action => actions[name];

/** Why one of the chosen is left alone. Nothing is tried on it. */
export type Obstacle =
  | 'gone'
  | 'self' // nobody shuts himself out
  | 'administrator' // one by one, each after a look
  | 'already'
  | 'none' // has no session
  | 'initial' // an approval is a decision of its own
  | 'retired'
  | 'draft'
  | 'built-in'
  | 'directory'; // what a directory gave, only it takes

export const outcomes = ['done', 'skipped', 'refused'] as const;
export type BulkOutcome = (typeof outcomes)[number];

export const most = 50_000; // of one selection

export type BulkState = 'ready' | 'running' | 'stopped' | 'done';

export type Bulk = {
  id: string;
  action: BulkAction;
  state: BulkState;
  targetId: string | null;
  targetName: string | null;
  targetNameEn: string | null; // of a group: its only name
  reason: string | null;
  back: string;
  total: number;
  done: number;
  skipped: number;
  refused: number;
  createdById: string;
  startedAt: Date | null;
  endedAt: Date | null;
  expiresAt: Date;
};

export type BulkItem = {
  seq: number;
  objectId: string;
  name: string;
  outcome: BulkOutcome | null;
  reason: string | null;
  detail: Record<string, string | number> | null;
};

/** How many of the chosen would be left alone for what reason, null: none; the first few by name. */
export type BulkShare = { obstacle: Obstacle | null; count: number; names: string[] };
