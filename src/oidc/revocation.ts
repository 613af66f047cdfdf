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

type Pair = { accountId: string; clientId: string };
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
  text: `SELECT DISTINCT account_id AS "accountId", client_id AS "clientId" FROM oidc_artifact
         WHERE model = 'Grant' AND expires_at > now() AND (account_id, client_id) > ($1, $2)
         ORDER BY 1, 2 LIMIT $3`,
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

  async function endPair({ accountId, clientId }: Pair, reason: string): Promise<void> {
    const application = await clients.find(clientId);
    if (!application) return;
    const client = { clientId, applicationId: application.id };
    await sessions.endAtClient(accountId, client, system, reason);
  }

  async function endRefused(): Promise<void> {
    let last: Pair = { accountId: '', clientId: '' };
    let pairs: Pair[];
    do {
      const from = [last.accountId, last.clientId, batch];
      pairs = await db.sql.query<Pair>(livePairs, from);
      if (pairs.length === 0) return;
      const decisions = await decideMany(pairs);
      for (const [i, pair] of pairs.entries())
        if (!decisions[i]?.allowed) await endPair(pair, decisions[i]?.code ?? 'no-grant');
      last = pairs.at(-1)!;
    } while (pairs.length === batch);
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
