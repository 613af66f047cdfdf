// Phần mềm, ứng dụng. Owns the relying applications: what they are, who answers for them, in which
// state they are, what they say of themselves to the protocol, and the digests of their secrets.
// Who may use them is decided in access/; the protocol itself is in oidc/.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { directed } from '../core/keyset.ts';
import { isId } from '../core/random.ts';
import type { Application, ApplicationState } from './application.ts';
import { createArrangement } from './arrangement.ts';
import { createApplicationChanges } from './application-changes.ts';
import { builtInMetadata, isBuiltInClient } from './built-in.ts';
import { createSecrets } from './secrets.ts';

export type Applications = ReturnType<typeof createApplications>;

export type ApplicationListItem = Application & { ownerUnitName: string | null };

const columns = `a.id, a.client_id AS "clientId", a.name, a.name_en AS "nameEn", a.description,
  a.class, a.section, a.article, a.state, a.owner_unit_id AS "ownerUnitId", a.contact, a.link,
  a.built_in AS "builtIn", a."order", a.metadata, a.created_at AS "createdAt", a.updated_at AS "updatedAt"`;

const findById: Statement = {
  name: 'application-find',
  text: `SELECT ${columns} FROM application a WHERE a.id = $1::uuid`,
};
const findByClient: Statement = {
  name: 'application-find-by-client',
  text: `SELECT ${columns} FROM application a WHERE a.client_id = $1`,
};
export const applicationOrders = ['order', 'name', 'state'] as const;
type ApplicationOrder = (typeof applicationOrders)[number];
export type ApplicationSort = ApplicationOrder | `-${ApplicationOrder}`;

const byName = (way: string) => `vietnamese_key(a.name) COLLATE "C" ${way}, a.id`;
const orders: Record<ApplicationOrder, (way: 'ASC' | 'DESC') => string> = {
  order: (way) => `a.built_in ${way}, a."order" ${way}, ${byName(way)}`,
  name: byName,
  // in the order a state follows another
  state: (way) =>
    `array_position('{draft,active,suspended,retired}', a.state) ${way}, ${byName('ASC')}`,
};
const listAll = (sort: ApplicationSort): Statement => {
  const { by, descending } = directed<ApplicationOrder>(sort);
  return {
    name: `application-list-${sort}`,
    text: `SELECT ${columns}, u.name AS "ownerUnitName"
      FROM application a LEFT JOIN unit u ON u.id = a.owner_unit_id
      WHERE ($1::text IS NULL OR a.state = $1) AND ($2::text IS NULL OR a.class = $2)
      ORDER BY ${orders[by](descending ? 'DESC' : 'ASC')}`,
  };
};

export function createApplications(deps: {
  db: Database;
  clock: Clock;
  publicUrl: URL;
  consoleUrl: URL;
  privateHosts: readonly string[];
}) {
  const { db } = deps;
  const ownMetadata = builtInMetadata(deps);

  /** The rows of our own pages hold no metadata: the configuration does. */
  const whole = <T extends Application>(row: T): T =>
    row.builtIn && isBuiltInClient(row.clientId)
      ? { ...row, metadata: ownMetadata[row.clientId] }
      : row;

  async function find(id: string): Promise<Application | undefined> {
    if (!isId(id)) return undefined;
    const [row] = await db.sql.query<Application>(findById, [id]);
    return row && whole(row);
  }

  async function findByClientId(clientId: string): Promise<Application | undefined> {
    const [row] = await db.sql.query<Application>(findByClient, [clientId]);
    return row && whole(row);
  }

  /** In the order of the catalogue, our own pages last, unless told otherwise. There are hundreds at most: no pages. */
  async function list(
    query: { state?: ApplicationState; class?: string; sort?: ApplicationSort } = {},
  ): Promise<ApplicationListItem[]> {
    const values = [query.state ?? null, query.class ?? null];
    const statement = listAll(query.sort ?? 'order');
    return (await db.sql.query<ApplicationListItem>(statement, values)).map(whole);
  }

  const secrets = createSecrets(deps);
  return {
    find,
    findByClientId,
    list,
    issueSecret: secrets.issueSecret,
    countSecrets: secrets.countSecrets,
    ...createApplicationChanges({ ...deps, secrets }),
    ...createArrangement(deps),
  };
}
