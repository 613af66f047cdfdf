// Access that is lost ends now, not at the next sign-in. Whenever a grant, a membership, a post or the
// state of an account or application changes, everyone who is inside is decided about again, on one
// node; who may no longer be there is out, and the application is told. Between the change and this,
// every use of a token asks by itself (account.ts).
import type { Decision } from '../access/decide.ts';
import type { Database, Statement } from '../core/database.ts';
import type { Logger } from '../core/logger.ts';
import type { Notifications } from '../core/notifications.ts';
import { system } from '../journal/actor.ts';
import type { Clients } from './clients.ts';
import type { Sessions } from './sessions.ts';

export type Revocation = ReturnType<typeof createRevocation>;

/** What somebody holds at an application, from one session; without one where nothing tells which. */
type Pair = { accountId: string; clientId: string; session: string | null };
/** access.decisionsForMany: the answers in the order of the pairs. */
export type DecideMany = (pairs: readonly Pair[]) => Promise<readonly Decision[]>;

const waitMs = 150; // a sync or a script changes many rows in a row
const busyMs = 1_000;
const batch = 500;

const inactive: Statement = {
  name: 'revocation-inactive',
  text: `SELECT a.id, a.state FROM account a WHERE a.state <> 'active' AND EXISTS (
           SELECT 1 FROM oidc_artifact o WHERE o.account_id = a.id::text AND o.expires_at > now())`,
};
const livePairs: Statement = {
  name: 'revocation-pairs',
  text: `SELECT g.account_id AS "accountId", g.client_id AS "clientId", s.uid AS session
         FROM (SELECT DISTINCT account_id, client_id FROM oidc_artifact
           WHERE model = 'Grant' AND expires_at > now() AND (account_id, client_id) > ($1, $2)
           ORDER BY 1, 2 LIMIT $3) g
         LEFT JOIN LATERAL (SELECT DISTINCT o.uid FROM oidc_artifact o
           WHERE o.account_id = g.account_id AND o.expires_at > now() AND o.uid IS NOT NULL
             AND CASE o.model WHEN 'Session' THEN o.payload -> 'authorizations' ? g.client_id
               ELSE o.client_id = g.client_id END) s ON true
         ORDER BY 1, 2`,
};

export function createRevocation(deps: {
  db: Database;
  logger: Logger;
  notifications: Pick<Notifications, 'on'>;
  clients: Clients;
  sessions: Sessions;
  decideMany: DecideMany;
}) {
  const { db, logger, clients, sessions, decideMany } = deps;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;

  async function endInactive(): Promise<void> {
    const accounts = await db.sql.query<{ id: string; state: string }>(inactive);
    for (const { id, state } of accounts) await sessions.endAll(id, system, `account-${state}`);
  }

  type Decided = Pair & { decision: Decision | undefined };

  /** One person at one application: out of it, or only with the browsers that may not be there. */
  async function endAt(all: readonly Decided[]): Promise<void> {
    const out = all.filter(({ decision }) => !decision?.allowed);
    const [first] = out;
    const application = first && (await clients.find(first.clientId));
    if (!application) return;
    const client = { clientId: first.clientId, applicationId: application.id };
    const whole = out.length === all.length ? [{ ...first, session: undefined }] : out;
    for (const { accountId, session, decision } of whole)
      await sessions.endAtClient(
        accountId,
        client,
        system,
        decision?.code ?? 'no-grant',
        session ?? undefined,
      );
  }

  async function endRefused(): Promise<void> {
    let last = { accountId: '', clientId: '' };
    let groups: Map<string, Decided[]>;
    do {
      const from = [last.accountId, last.clientId, batch];
      const pairs = await db.sql.query<Pair>(livePairs, from);
      const decisions = await decideMany(pairs);
      const decided = pairs.map((pair, i) => ({ ...pair, decision: decisions[i] }));
      groups = Map.groupBy(decided, ({ accountId, clientId }) => `${accountId} ${clientId}`);
      for (const all of groups.values()) await endAt(all);
      last = pairs.at(-1) ?? last;
    } while (groups.size === batch);
  }

  /** Decides about everyone who is inside. False where another node is at it. */
  async function sweep(): Promise<boolean> {
    const done = await db.exclusively('revocation', async () => {
      await endInactive();
      await endRefused();
      return true;
    });
    return done === true;
  }

  // The other node's sweep may have read before the change that woke us: so try until it was our turn.
  async function run(): Promise<void> {
    try {
      if (!(await sweep())) wake(busyMs);
    } catch (error) {
      logger.warn({ err: error }, 'lost access is looked for again soon');
      wake(busyMs);
    }
  }

  function wake(ms = waitMs): void {
    if (stopped || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      running = (running ?? Promise.resolve()).then(run);
    }, ms);
  }

  return {
    sweep,
    start: () => deps.notifications.on(['access'], () => wake()),
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
