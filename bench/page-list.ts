// The pages that are measured. A page that is not here is not measured: add a line for each new page,
// filter or order, with its first, middle and last part where it has parts.
import pg from 'pg';
import { grantOrders } from '../src/access/grant-search.ts';
import { benchId } from './province/ids.ts';
import { size } from './province/size.ts';

export type Site = 'console' | 'portal';
export type Page = { site: Site; path: string };
/** Files are made whole before their first byte: shown, but not held to the limits of pages. */
export type Export = { path: string; fields: Record<string, string> };

const id = benchId;

/** The cursor of a list in its order, from a row on. */
const cursor = (sort: string, key: string, row: string) =>
  Buffer.from(JSON.stringify([sort, 'after', key, row])).toString('base64url');

/** Rows in the middle of a list, and those of which there is one kind. */
const places = `SELECT
  (SELECT ARRAY[sort_key, id::text] FROM account ORDER BY sort_key, id OFFSET 50000 LIMIT 1) AS person,
  (SELECT ARRAY[vietnamese_key(name) COLLATE "C", id::text] FROM "group" ORDER BY 1 OFFSET 1000 LIMIT 1) AS "group",
  (SELECT ARRAY[vietnamese_key(name) COLLATE "C", id::text] FROM unit ORDER BY 1 OFFSET 2500 LIMIT 1) AS unit,
  (SELECT ARRAY[id::text] FROM unit WHERE name LIKE 'UBND xã%' ORDER BY id LIMIT 1) AS commune,
  (SELECT ARRAY[id::text] FROM unit WHERE name = 'Tổ Hành chính' ORDER BY id LIMIT 1) AS leaf,
  (SELECT ARRAY[id::text] FROM post WHERE position_code = 'CV' ORDER BY id OFFSET 30000 LIMIT 1) AS holder,
  (SELECT ARRAY[max(id)::text] FROM journal) AS newest`;

const firstRun = '017f0000-0000-7000-8000-000000000000';
const lastRun = '017f0000-0000-7000-8000-000000002327'; // 8999
const bulk = (i: number) => `/bulk/037f0000-0000-7000-8000-00000000000${i}`;
const someImport = '027f0000-0000-7000-8000-000000000005';
const nobody = 'khong co ai ten nay';

type Row = [string, string];
type Places = Record<'person' | 'group' | 'unit' | 'commune' | 'leaf' | 'holder' | 'newest', Row>;
const day = (ago: number) =>
  new Date(Date.now() - ago * 24 * 3600 * 1000)
    .toLocaleDateString('sv', { timeZone: 'Asia/Ho_Chi_Minh' })
    .split('-')
    .toReversed()
    .join('/');

const people = (at: Places): string[] => [
  '/people',
  `/people?after=${cursor('name', ...at.person)}`,
  `/people?after=last`,
  ...['d', 'oanh', 'nguyen', 'Nguyễn Thị', 'le thi kim ngan', 'can-bo-4711', nobody].map(
    (text) => `/people?text=${text}`,
  ),
  '/people?text=nguyen&after=last',
  ...['-name', 'username', '-username', 'sign-in', '-sign-in', 'created', '-created'].flatMap(
    (sort) => [`/people?sort=${sort}`, `/people?sort=${sort}&after=last`],
  ),
  ...['initial', 'active', 'suspended', 'retired'].map((state) => `/people?state=${state}`),
  ...['official', 'administrator', 'technical', 'shared'].map((kind) => `/people?kind=${kind}`),
  `/people?state=suspended&after=last`,
  ...[id('unit', 0), id('unit', 1), at.commune[0], at.leaf[0]].map(
    (unit) => `/people?unit=${unit}`,
  ),
  `/people?unit=${id('unit', 0)}&after=last`,
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
  `/groups?after=${cursor('name', ...at.group)}`,
  `/groups?after=last`,
  ...['van thu', 'nhom-1999', nobody].map((text) => `/groups?text=${text}`),
  ...[0, 1, 1_000].map((i) => `/groups/${id('group', i)}`),
  `/groups/${id('group', 0)}?after=last`,
  `/groups/${id('group', 0)}/edit`,
  `/groups/${id('group', 0)}/people?text=oanh`,
  `/groups/${id('group', 0)}/groups?text=to`,
  ...[0, 1_999].map((i) => `/groups/${id('group', i)}/applications`),
];

const units = (at: Places): string[] => [
  '/units',
  '/units?view=list',
  '/units?view=list&after=last',
  ...['code', '-code', '-name'].flatMap((sort) => [
    `/units?view=list&sort=${sort}`,
    `/units?view=list&sort=${sort}&after=last`,
  ]),
  `/units?after=${cursor('name', ...at.unit)}`,
  `/units?after=last`,
  ...['truong', 'Sở Nội vụ', 'to', nobody].map((text) => `/units?text=${text}`),
  `/units?text=truong&after=last`,
  ...[id('unit', 0), id('unit', 1), at.commune[0], at.leaf[0]].flatMap((unit) => [
    `/units/${unit}`,
    `/units/${unit}/applications`,
  ]),
  `/units/${id('unit', 0)}?after=last`,
  `/units/${id('unit', 1)}/edit`,
  `/units/${at.leaf[0]}/edit`,
  '/units/new',
];

const positions = (at: Places): string[] => [
  '/positions',
  '/positions?text=pho',
  '/positions/CV',
  `/positions/CV?after=${at.holder[0]}`,
  '/positions/CV/merge',
  '/positions/CV/merge?into=CVC',
  '/position-titles',
  `/position-titles?text=${nobody}`,
  '/position-titles/one?title=Cán bộ chuyên trách mảng 8',
];

const grants = (): string[] => [
  '/grants',
  '/grants?after=last',
  ...['oanh', 'Sở Nội vụ', 'nhom', nobody].map((text) => `/grants?text=${text}`),
  ...['unit', 'group', 'account', 'everyone'].map((subject) => `/grants?subject=${subject}`),
  '/grants?effect=deny',
  '/grants?effect=deny&after=last',
  `/grants?application=${id('application', 7)}`,
  ...grantOrders.flatMap((sort) =>
    [sort, `-${sort}`].flatMap((way) => [`/grants?sort=${way}`, `/grants?sort=${way}&after=last`]),
  ),
];

const applications = (): string[] => [
  '/applications/launcher',
  '/applications/wizard',
  `/applications/${id('application', 7)}/section`,
  ...['unit', 'group', 'account'].map(
    (kind) => `/applications/${id('application', 7)}/setup/people?kind=${kind}&text=to`,
  ),
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
  ...[0, 7].map((i) => `/applications/${id('application', i)}/people?outcome=allowed&after=last`),
  ...[0, 7].map((i) => `/applications/${id('application', i)}/setup/people`),
  `/grants/new?application=${id('application', 7)}`,
  `/grants/new?application=${id('application', 7)}&kind=account&text=oanh`,
  `/grants/new?subject=unit&id=${id('unit', 1)}`,
];

const journal = (at: Places): string[] => {
  const busiest = id('account', 0);
  const gone = id('account', 99_500); // only in the oldest fiftieth
  const [month, later] = [day(200), day(170)];
  const middle = `${size.journal / 2}`;
  return [
    '/journal',
    `/journal?after=${cursor('newest', middle, middle)}`,
    '/journal?after=last',
    '/journal?sort=oldest',
    '/journal?sort=oldest&after=last',
    `/journal/${at.newest[0]}`,
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
    `/journal?person=${busiest}&after=last`,
    ...['sign-in.succeeded', 'sign-in.failed', 'unit.updated', 'unit.closed', 'key.rotated'].map(
      (event) => `/journal?event=${event}`,
    ),
    `/journal?event=sign-in.failed&after=last`,
    ...[0, 150, 289, 295].map((i) => `/journal?application=${id('application', i)}`),
    `/journal?application=${id('application', 0)}&after=last`,
    '/journal?outcome=failure',
    '/journal?outcome=failure&after=last',
    '/journal?text=oanh&after=last',
    '/journal?text=oanh&sort=oldest',
    '/journal?unit=so noi vu&event=sign-in.failed&after=last',
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

const others = (): string[] => [
  '/',
  ...['an', 'nguyen van an', 'Nguyễn Thị Hương', 'so noi vu', 'can-bo-4711', 'd', nobody].map(
    (q) => `/search?q=${q}`,
  ),
  '/sessions',
  '/sessions?after=last',
  '/sessions?sort=start',
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
  `/directory/${id('source', 0)}/mapping`,
  ...['oanh', 'can-bo-4711', nobody].map((text) => `/directory/runs/${firstRun}?text=${text}`),
  `/directory/runs/${firstRun}?text=oanh&entity=account&op=create`,
  `/directory/runs/${lastRun}/compare`,
  `/directory/runs/${lastRun}/compare?with=${firstRun}`,
  ...[0, 20, 54_321].map((i) => `/directory/changes/account/${id('account', i)}`),
  `/directory/changes/unit/${id('unit', 1)}`,
  '/settings',
  '/settings/of/exportRows',
  '/keys',
  '/keys/sig/replace',
  ...[0, 1, 2].map(bulk),
  `${bulk(1)}?text=to`,
  `${bulk(2)}?after=49970`,
  `${bulk(2)}?outcome=refused`,
  '/imports',
  `/imports/${someImport}`,
  `/imports/${someImport}?after=9970`,
  `/imports/${someImport}?outcome=changed`,
  `/imports/${someImport}?outcome=error`,
  '/catalogs',
];

const portal = (): string[] => [
  '/',
  '/?q=van ban',
  '/missing',
  '/missing?q=ke toan',
  '/account',
  '/sessions',
  '/sessions/all/end',
  '/notice',
  '/journal',
  '/journal?before=500000',
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
    const ofConsole = [others, people, positions, groups, units, applications, grants, journal];
    return [
      ...ofConsole.flatMap((of) => of(at)).map((path): Page => ({ site: 'console', path })),
      ...portal().map((path): Page => ({ site: 'portal', path })),
    ];
  } finally {
    await client.end();
  }
}
