// Five million entries of the journal over a year: mostly sign-ins and visits to applications, some
// people and applications far more often than others, hours of work more than nights. The newest day
// ends now. People of the last hundredth, and the last ten applications, are only in its oldest part.
import { idSql } from './ids.ts';
import { size } from './size.ts';

const days = 365;
const daily = `${size.journal / days}::float8`;

/** The first fiftieth of the rows: people and applications that nobody hears of later. */
const oldest = Math.floor(size.journal / 50);
const known = size.people - size.people / 100;

/** What people are and where, as the journal freezes it. */
export const cast = `CREATE UNLOGGED TABLE bench_cast AS
  SELECT row_number() OVER (ORDER BY a.id) - 1 AS n, a.id, a.full_name, p.unit_id,
    unit_full_name(p.unit_id) AS unit_name
  FROM account a JOIN post p ON p.account_id = a.id AND p.main WHERE a.username LIKE 'can-bo-%'`;
export const dropCast = 'DROP TABLE bench_cast';

const midnight = `date_trunc('day', now() AT TIME ZONE 'Asia/Ho_Chi_Minh') AT TIME ZONE 'Asia/Ho_Chi_Minh'`;
/** Seconds of a day for a part of its entries: most come in the morning and after noon. */
const clock = `CASE WHEN part < 0.02 THEN part / 0.02 * 25200 WHEN part < 0.5 THEN 25200 + (part - 0.02) / 0.48 * 7200
  WHEN part < 0.7 THEN 32400 + (part - 0.5) / 0.2 * 14400 WHEN part < 0.92 THEN 46800 + (part - 0.7) / 0.22 * 7200
  ELSE 54000 + (part - 0.92) / 0.08 * 32399 END`;
const moment = `CASE WHEN day = ${days - 1} THEN ${midnight} + part * (now() - ${midnight})
  ELSE ${midnight} - (${days - 1} - day) * interval '1 day' + (${clock}) * interval '1 second' END`;

/** Shares of a thousand, added up. */
const event = `CASE WHEN dice < 380 THEN 'sign-in.succeeded' WHEN dice < 420 THEN 'sign-in.failed'
  WHEN dice < 423 THEN 'sign-in.throttled' WHEN dice < 500 THEN 'sign-out' WHEN dice < 520 THEN 'session.ended'
  WHEN dice < 880 THEN 'application.entered' WHEN dice < 890 THEN 'application.refused'
  WHEN dice < 920 THEN 'token.refreshed' WHEN dice < 950 THEN 'token.issued'
  WHEN dice < 985 THEN 'logout.delivered' WHEN dice < 987 THEN 'logout.failed'
  WHEN dice < 991 THEN 'account.updated' WHEN dice < 992 THEN 'account.suspended'
  WHEN dice < 994 THEN 'account.created' WHEN dice < 995 THEN 'group.member-added'
  WHEN dice < 996 THEN 'group.member-removed' WHEN dice < 997 THEN 'grant.added'
  WHEN dice < 997.5 THEN 'unit.updated' WHEN dice < 999.5 THEN 'sync.applied'
  ELSE 'list.exported' END`;

const browsers = `(ARRAY['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/130.0.0 Chrome/124.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'])`;

/** Entries $1 to $2, in the order in which they lie: as they were written. */
export const entries = `INSERT INTO journal (id, at, event, outcome, actor_id, actor_name, account_id, account_name,
    unit_id, unit_name, application_id, application_name, object_type, object_id, object_name, address,
    user_agent, request_id, detail)
  SELECT r.n, r.at, r.event, CASE WHEN r.event IN ('sign-in.failed', 'sign-in.throttled', 'application.refused',
      'logout.failed') THEN 'failure' ELSE 'success' END,
    CASE WHEN byhand THEN by.id WHEN r.event IN ('token.issued', 'sync.applied') THEN NULL ELSE c.id END,
    CASE WHEN byhand THEN by.full_name WHEN r.event = 'token.issued' THEN a.name
      WHEN r.event = 'sync.applied' THEN 'system' ELSE c.full_name END,
    CASE WHEN about THEN c.id END, CASE WHEN about THEN c.full_name END,
    CASE WHEN about THEN c.unit_id END, CASE WHEN about THEN c.unit_name END,
    CASE WHEN inside THEN a.id END, CASE WHEN inside THEN a.name END,
    CASE WHEN r.event LIKE 'group.%' THEN 'group' WHEN r.event LIKE 'unit.%' THEN 'unit'
      WHEN r.event LIKE 'sync.%' THEN 'source' WHEN r.event LIKE 'grant.%' THEN 'grant' END,
    CASE WHEN r.event LIKE 'group.%' THEN ${idSql('group', `r.n % ${size.groups}`)}::text
      WHEN r.event LIKE 'unit.%' THEN ${idSql('unit', `r.n % ${size.units}`)}::text
      WHEN r.event LIKE 'sync.%' THEN '00000006-0000-7000-8000-000000000000'
      WHEN r.event LIKE 'grant.%' THEN ${idSql('unit', 'r.n')}::text END,
    CASE WHEN r.event LIKE 'group.%' THEN 'Nhóm' WHEN r.event LIKE 'unit.%' THEN 'Đơn vị'
      WHEN r.event LIKE 'sync.%' THEN 'Thư mục của tỉnh' WHEN r.event LIKE 'grant.%' THEN 'Quyền' END,
    CASE WHEN r.event = 'sync.applied' THEN NULL WHEN r.n % 50021 = 7 THEN '203.0.113.7'
      ELSE '10.' || r.who % 16 || '.' || r.who % 249 || '.' || r.who % 199 END,
    CASE WHEN r.event <> 'sync.applied' THEN ${browsers}[1 + r.who % 3] END,
    CASE WHEN r.event <> 'sync.applied' THEN md5(r.n::text)::uuid::text END,
    CASE WHEN r.event = 'account.suspended' THEN '{"runId": "017f0000-0000-7000-8000-000000000001"}'
      WHEN r.event LIKE 'sign-in.%' THEN '{"method": "directory"}'
      WHEN r.event = 'application.entered' THEN '{"sso": true}'
      WHEN r.event = 'application.refused' THEN '{"code": "no-grant"}'
      WHEN r.event = 'account.updated' THEN '{"before": {"mail": "cu@tinh.gov.vn"}, "after": {"mail": "moi@tinh.gov.vn"}}'
      ELSE '{}' END::jsonb
  FROM (
    SELECT *, event LIKE 'account.%' OR event LIKE 'group.%' OR event LIKE 'grant.%' OR event LIKE 'unit.%'
        OR event = 'list.exported' AS byhand,
      event NOT IN ('token.issued', 'sync.applied', 'unit.updated', 'list.exported') AS about,
      event LIKE 'application.%' OR event LIKE 'token.%' OR event LIKE 'logout.%' OR event LIKE 'grant.%' AS inside,
      CASE WHEN n > ${oldest} THEN person % ${known} ELSE person END AS who,
      CASE WHEN n > ${oldest} THEN app % ${size.applications - 10} ELSE app END AS which
    FROM (
      SELECT n, ${event} AS event, ${moment} AS at, floor(${size.people} * d1 * d1)::int AS person,
        floor(${size.applications} * d2 * d2)::int AS app
      FROM (
        SELECT n, floor((n - 1) / ${daily})::int AS day,
          (n - 1) / ${daily} - floor((n - 1) / ${daily}) AS part,
          random() * 1000 AS dice, random() AS d1, random() AS d2
        FROM generate_series($1::bigint, $2::bigint) n OFFSET 0
      ) dice OFFSET 0
    ) chosen OFFSET 0
  ) r
  JOIN bench_cast c ON c.n = r.who
  JOIN bench_cast by ON by.n = r.n % 5
  JOIN application a ON a.client_id = 'app-' || r.which
  ORDER BY r.n`;

export const afterEntries = `SELECT setval('journal_id_seq', (SELECT max(id) FROM journal))`;
