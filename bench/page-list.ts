// The pages that are measured. A page that is not here is not measured: add a line for each new page,
// filter or order, with its first, middle and last part where it has parts.
import pg from 'pg';
import { benchId } from './province/ids.ts';
import { official } from './province/seed.ts';

export type Site = 'console' | 'portal';
export type Page = { site: Site; path: string };
/** Files are made whole before their first byte: shown, but not held to the limits of pages. */
export type Export = { path: string; fields: Record<string, string> };

const id = benchId;

/** Where lists have their middle and their end, and rows with many or few others behind them. */
const places = `SELECT
  (SELECT id FROM account ORDER BY sort_key, id OFFSET 50000 LIMIT 1) AS "midPerson",
  (SELECT id FROM account ORDER BY sort_key DESC, id DESC OFFSET 20 LIMIT 1) AS "endPerson",
  (SELECT id FROM account WHERE search_key LIKE '%nguyen%' ORDER BY sort_key DESC, id DESC OFFSET 20 LIMIT 1) AS "endNguyen",
  (SELECT a.id FROM account a JOIN group_account m ON m.account_id = a.id
    WHERE m.group_id = '${id('group', 0)}' ORDER BY a.sort_key DESC, a.id DESC OFFSET 20 LIMIT 1) AS "endMember",
  (SELECT id FROM "group" ORDER BY search_key, id OFFSET 1000 LIMIT 1) AS "midGroup",
  (SELECT id FROM "group" ORDER BY search_key DESC, id DESC OFFSET 20 LIMIT 1) AS "endGroup",
  (SELECT id FROM unit ORDER BY search_key, id OFFSET 2500 LIMIT 1) AS "midUnit",
  (SELECT id FROM unit ORDER BY search_key DESC, id DESC OFFSET 20 LIMIT 1) AS "endUnit",
  (SELECT id FROM unit WHERE search_key LIKE '%truong%' ORDER BY search_key DESC, id DESC OFFSET 20 LIMIT 1) AS "endSchool",
  (SELECT id FROM unit WHERE name LIKE 'UBND xã%' ORDER BY id LIMIT 1) AS commune,
  (SELECT id FROM unit WHERE name = 'Tổ Hành chính' ORDER BY id LIMIT 1) AS leaf,
  (SELECT max(id)::text FROM journal) AS "newest",
  (SELECT id::text FROM journal WHERE account_id = '${id('account', 0)}' ORDER BY id OFFSET 20 LIMIT 1) AS "endOfBusiest",
  (SELECT id::text FROM journal WHERE application_id = '${id('application', 0)}' ORDER BY id OFFSET 20 LIMIT 1) AS "endOfApplication",
  (SELECT id::text FROM journal WHERE event = 'sign-in.failed' ORDER BY id OFFSET 20 LIMIT 1) AS "endOfFailed",
  (SELECT id::text FROM journal WHERE account_id = (SELECT id FROM account WHERE username = '${official}')
    ORDER BY id OFFSET 20 LIMIT 1) AS "endOfOwn",
  (SELECT o.uid FROM session_origin o ORDER BY o.at OFFSET 20 LIMIT 1) AS "endSession",
  (SELECT (extract(epoch FROM o.at) * 1000)::bigint::text FROM session_origin o ORDER BY o.at OFFSET 20 LIMIT 1) AS "endSessionAt"`;

const firstRun = '017f0000-0000-7000-8000-000000000000';
const lastRun = '017f0000-0000-7000-8000-000000002327'; // 8999
const someImport = '027f0000-0000-7000-8000-000000000005';
const nobody = 'khong co ai ten nay';

type Places = Record<string, string>;
const day = (ago: number) =>
  new Date(Date.now() - ago * 24 * 3600 * 1000)
    .toLocaleDateString('sv', { timeZone: 'Asia/Ho_Chi_Minh' })
    .split('-')
    .toReversed()
    .join('/');

const people = (at: Places): string[] => [
  '/people',
  `/people?after=${at['midPerson']}`,
  `/people?after=${at['endPerson']}`,
  ...['d', 'oanh', 'nguyen', 'Nguyễn Thị', 'le thi kim ngan', 'can-bo-4711', nobody].map(
    (text) => `/people?text=${text}`,
  ),
  `/people?text=nguyen&after=${at['endNguyen']}`,
  ...['initial', 'active', 'suspended', 'retired'].map((state) => `/people?state=${state}`),
  ...['official', 'administrator', 'technical', 'shared'].map((kind) => `/people?kind=${kind}`),
  `/people?state=suspended&after=${at['endPerson']}`,
  ...[id('unit', 0), id('unit', 1), at['commune'], at['leaf']].map(
    (unit) => `/people?unit=${unit}`,
  ),
  `/people?unit=${id('unit', 0)}&after=${at['endPerson']}`,
  `/people?text=oanh&state=suspended&kind=official&unit=${id('unit', 1)}`,
  '/people/new',
  `/people/${id('account', 0)}`,
  `/people/${id('account', 20)}`,
  `/people/${id('account', 54_321)}`,
  `/people/${id('account', 54_321)}/edit`,
  `/people/${id('account', 20)}/edit`,
  `/people/${id('account', 20)}/groups?text=to`,
];

const groups = (at: Places): string[] => [
  '/groups',
  `/groups?after=${at['midGroup']}`,
  `/groups?after=${at['endGroup']}`,
  ...['van thu', 'nhom-1999', nobody].map((text) => `/groups?text=${text}`),
  ...[0, 1, 1_000].map((i) => `/groups/${id('group', i)}`),
  `/groups/${id('group', 0)}?after=${at['endMember']}`,
  `/groups/${id('group', 0)}/edit`,
  `/groups/${id('group', 0)}/people?text=oanh`,
  `/groups/${id('group', 0)}/groups?text=to`,
  ...[0, 1_999].map((i) => `/groups/${id('group', i)}/applications`),
];

const units = (at: Places): string[] => [
  '/units',
  `/units?after=${at['midUnit']}`,
  `/units?after=${at['endUnit']}`,
  ...['truong', 'Sở Nội vụ', 'to', nobody].map((text) => `/units?text=${text}`),
  `/units?text=truong&after=${at['endSchool']}`,
  ...[id('unit', 0), id('unit', 1), at['commune'], at['leaf']].flatMap((unit) => [
    `/units/${unit}`,
    `/units/${unit}/applications`,
  ]),
  `/units/${id('unit', 0)}?after=${at['endPerson']}`,
  `/units/${id('unit', 1)}/edit`,
  `/units/${at['leaf']}/edit`,
  '/units/new',
];

const applications = (at: Places): string[] => [
  '/applications',
  '/applications?class=sector',
  '/applications?state=draft',
  ...[0, 7, 295].map((i) => `/applications/${id('application', i)}`),
  `/applications/${id('application', 7)}/edit`,
  '/applications/new',
  `/applications/${id('application', 7)}/connect`,
  ...[0, 7, 100].flatMap((i) =>
    ['allowed', 'refused'].map((o) => `/applications/${id('application', i)}/people?outcome=${o}`),
  ),
  ...[0, 7].map(
    (i) => `/applications/${id('application', i)}/people?outcome=allowed&after=${at['endPerson']}`,
  ),
  ...[0, 7].map((i) => `/applications/${id('application', i)}/setup/people`),
  `/grants/new?application=${id('application', 7)}`,
  `/grants/new?application=${id('application', 7)}&kind=account&text=oanh`,
  `/grants/new?subject=unit&id=${id('unit', 1)}`,
];

const journal = (at: Places): string[] => {
  const busiest = id('account', 0);
  const gone = id('account', 99_500); // only in the oldest fiftieth
  const [month, later] = [day(200), day(170)];
  return [
    '/journal',
    `/journal?before=${Math.floor(Number(at['newest']) / 2)}`,
    '/journal?before=30',
    `/journal/${at['newest']}`,
    '/journal/4711',
    ...['nguyen', 'oanh', 'nguyen thi', 'can-bo-4711', 'can-bo-99500', 'can-bo-995', nobody].map(
      (text) => `/journal?text=${text}`,
    ),
    ...['can-bo-2', 'oanh', 'can-bo-99500', nobody].map((actor) => `/journal?actor=${actor}`),
    ...[
      'an giang',
      'so noi vu',
      'to hanh chinh',
      'Long Xuyên 1',
      'thoai son 5',
      'doi du an',
      nobody,
    ].map((unit) => `/journal?unit=${unit}`),
    ...[busiest, id('account', 20), id('account', 90_000), gone].map(
      (one) => `/journal?person=${one}`,
    ),
    `/journal?person=${busiest}&before=${at['endOfBusiest']}`,
    ...['sign-in.succeeded', 'sign-in.failed', 'unit.updated', 'unit.closed', 'key.rotated'].map(
      (event) => `/journal?event=${event}`,
    ),
    `/journal?event=sign-in.failed&before=${at['endOfFailed']}`,
    ...[0, 150, 289, 295].map((i) => `/journal?application=${id('application', i)}`),
    `/journal?application=${id('application', 0)}&before=${at['endOfApplication']}`,
    '/journal?outcome=failure',
    '/journal?outcome=failure&before=1000',
    ...['10.0.0.0', '203.0.113.7', '192.0.2.1'].map((address) => `/journal?address=${address}`),
    `/journal?type=group&object=${id('group', 7)}`,
    `/journal?from=${month}&to=${later}`,
    `/journal?from=${day(0)}`,
    `/journal?to=${day(360)}`,
    `/journal?from=${month}&to=${later}&event=unit.updated`,
    `/journal?from=${month}&to=${later}&text=oanh`,
    `/journal?from=${month}&to=${later}&person=${gone}`,
    `/journal?from=${month}&to=${later}&address=192.0.2.1`,
    `/journal?from=${month}&to=${later}&outcome=failure&application=${id('application', 289)}`,
    `/journal?text=nguyen&event=grant.added&unit=so noi vu`,
    `/journal?text=nguyen&event=sign-in.failed&application=${id('application', 0)}`,
    `/journal?unit=doi du an&outcome=failure&event=sign-in.failed`,
    `/journal?text=nguyen&actor=tran&event=application.entered`,
    `/journal?address=203.0.113.7&outcome=failure&event=sign-in.failed`,
  ];
};

const others = (at: Places): string[] => [
  '/',
  ...['an', 'nguyen van an', 'Nguyễn Thị Hương', 'so noi vu', 'can-bo-4711', 'd', nobody].map(
    (q) => `/search?q=${q}`,
  ),
  '/sessions',
  `/sessions?after=${at['endSessionAt']}.${at['endSession']}`,
  ...['nguyen', 'oanh', nobody].map((text) => `/sessions?text=${text}`),
  '/sessions?address=10.0.0.0',
  '/sessions?address=192.0.2.1',
  `/sessions?person=${id('account', 3)}`,
  '/directory',
  `/directory/${id('source', 0)}`,
  `/directory/runs/${firstRun}`,
  `/directory/runs/${firstRun}?after=47000`,
  `/directory/runs/${firstRun}?after=94970&rejection=19970`,
  `/directory/runs/${firstRun}?op=close`,
  `/directory/runs/${lastRun}`,
  '/imports',
  `/imports/${someImport}`,
  `/imports/${someImport}?after=9970`,
  `/imports/${someImport}?outcome=changed`,
  `/imports/${someImport}?outcome=error`,
  '/catalogs',
  '/catalogs/position',
];

const portal = (at: Places): string[] => [
  '/',
  '/?q=van ban',
  '/missing',
  '/missing?q=ke toan',
  '/account',
  '/sessions',
  '/notice',
  '/journal',
  `/journal?before=${at['endOfOwn']}`,
  '/journal?event=sign-in.failed',
  '/journal?event=account.restored',
  `/journal?from=${day(200)}&to=${day(170)}`,
];

export const exportsOf: readonly Export[] = [
  { path: '/people/export', fields: { format: 'csv' } },
  { path: '/people/export', fields: { text: 'oanh', format: 'xlsx' } },
  { path: '/journal/export', fields: { format: 'csv' } },
  { path: '/journal/export', fields: { event: 'sign-in.failed', format: 'xlsx' } },
  { path: `/groups/${id('group', 0)}/members/export`, fields: { format: 'csv' } },
  { path: `/applications/${id('application', 7)}/people/export`, fields: { format: 'csv' } },
];

export async function pagesOf(url: string): Promise<Page[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const at = (await client.query<Places>(places)).rows[0]!;
    const ofConsole = [others, people, groups, units, applications, journal];
    return [
      ...ofConsole.flatMap((of) => of(at)).map((path): Page => ({ site: 'console', path })),
      ...portal(at).map((path): Page => ({ site: 'portal', path })),
    ];
  } finally {
    await client.end();
  }
}
