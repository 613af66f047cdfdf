// Everything of the province but its people, units and journal, made by PostgreSQL itself. `{i}` counts.
import { idSql } from './ids.ts';
import { size } from './size.ts';

type Step = { name: string; sql: string };

const source = `'00000006-0000-7000-8000-000000000000'::uuid`;

const sources = `INSERT INTO source (id, name, enabled, settings, every_minutes)
  VALUES (${source}, 'Thư mục của tỉnh', false, '{"urls": ["ldap://127.0.0.1:1"], "security": "plain",
    "allowPlain": true, "bindDn": "cn=admin,dc=tinh,dc=gov,dc=vn",
    "bases": {"people": "ou=people,dc=tinh,dc=gov,dc=vn"}}', 60)`;

const loginNames = `INSERT INTO login_name (name, account_id, kind)
  SELECT username, id, 'username' FROM account WHERE username LIKE 'can-bo-%'
  UNION ALL SELECT mail, id, 'mail' FROM account WHERE username LIKE 'can-bo-%'`;

const groups = `INSERT INTO "group" (id, code, name, description, source_id, external_id, state, search_key)
  SELECT ${idSql('group', 'i')}, 'nhom-' || i, name, 'Nhóm làm việc chung của các đơn vị',
    CASE WHEN i % 2 = 0 THEN ${source} END, CASE WHEN i % 2 = 0 THEN 'group-' || i END,
    CASE WHEN i % 97 = 5 THEN 'closed' ELSE 'active' END, lower(unaccent(name)) || ' nhom-' || i
  FROM (SELECT i, (ARRAY['Tổ soạn thảo', 'Ban chỉ đạo', 'Nhóm văn thư', 'Đầu mối công nghệ',
    'Người dùng phần mềm', 'Hội đồng xét duyệt'])[1 + i % 6] || ' số ' || i AS name
    FROM generate_series(0, ${size.groups - 1}) i) g`;

/** Each group of a few below another, five deep; one loop, which is allowed. */
const nesting = `INSERT INTO group_nesting (parent_id, child_id)
  SELECT ${idSql('group', '(i - 1) / 5')}, ${idSql('group', 'i')}
  FROM generate_series(1, ${size.groups - 1}) i WHERE i % 3 <> 0
  UNION ALL SELECT ${idSql('group', '1')}, ${idSql('group', '0')}`;

/** Group 0 holds a fifth of everybody, group 1 a twentieth; person 20 is in fifty, the others in three. */
const members = `INSERT INTO group_account (group_id, account_id)
  SELECT ${idSql('group', 'g')}, ${idSql('account', 'a')} FROM (
    SELECT 0 AS g, a FROM generate_series(0, ${size.people - 1}, 5) a
    UNION SELECT 1, a FROM generate_series(0, ${size.people - 1}, 20) a
    UNION SELECT 2 + ((a * 31 + k * 7919) % ${size.groups - 2}), a
      FROM generate_series(0, ${size.people - 1}) a, generate_series(0, 2) k
    UNION SELECT 100 + k * 7, 20 FROM generate_series(0, 49) k) m`;

const applications = `INSERT INTO application
    (id, client_id, name, name_en, description, class, state, owner_unit_id, link, "order", metadata)
  SELECT ${idSql('application', 'i')}, 'app-' || i, name || ' ' || i, 'Application ' || i,
    'Phần mềm dùng trong các cơ quan, đơn vị của tỉnh', (ARRAY['shared', 'sector', 'basic'])[1 + i % 3],
    CASE WHEN i % 60 = 59 THEN 'draft' WHEN i % 60 = 58 THEN 'suspended' ELSE 'active' END,
    ${idSql('unit', `1 + (i * 53) % ${size.units - 1}`)}, 'https://app-' || i || '.tinh.gov.vn/', i,
    jsonb_build_object('redirect_uris', ARRAY['https://app-' || i || '.tinh.gov.vn/callback'],
      'scope', 'openid profile email', 'grant_types', ARRAY['authorization_code'])
  FROM (SELECT i, (ARRAY['Quản lý văn bản', 'Một cửa điện tử', 'Báo cáo thống kê', 'Quản lý cán bộ',
    'Thư điện tử', 'Kế toán', 'Quản lý đất đai'])[1 + i % 7] AS name
    FROM generate_series(0, ${size.applications - 1}) i) a`;
const secrets = `INSERT INTO application_secret (id, application_id, hash, expires_at)
  SELECT gen_random_uuid(), id, md5(client_id), now() + "order" * interval '1 day'
  FROM application WHERE client_id LIKE 'app-%'`;

/** The first five are for everyone; most rules are for units, from the whole province down. */
const rules = `INSERT INTO "grant" (id, subject, unit_id, group_id, account_id, application_id, effect, created_by_name)
  SELECT gen_random_uuid(), subject,
    CASE subject WHEN 'unit' THEN ${idSql('unit', `(i * i + i / 7) % ${size.units}`)} END,
    CASE subject WHEN 'group' THEN ${idSql('group', `(i * 13) % ${size.groups}`)} END,
    CASE subject WHEN 'account' THEN ${idSql('account', `(i * 37) % ${size.people}`)} END,
    ${idSql('application', `i % ${size.applications}`)},
    CASE WHEN i % 29 = 28 THEN 'deny' ELSE 'allow' END, 'Quản trị'
  FROM (SELECT i, CASE WHEN i < 5 THEN 'everyone' WHEN i % 10 < 6 THEN 'unit' WHEN i % 10 < 8 THEN 'group'
    ELSE 'account' END AS subject FROM generate_series(0, ${size.rules - 21}) i) r
  UNION ALL SELECT gen_random_uuid(), 'unit', ${idSql('unit', '0')}, NULL, NULL,
    ${idSql('application', '5 + i')}, 'allow', 'Quản trị' FROM generate_series(0, 19) i
  ON CONFLICT DO NOTHING`;

const runs = `INSERT INTO sync_run (id, source_id, started_at, ended_at, dry_run, state, counts)
  SELECT ('017f0000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, ${source}, at,
    at + interval '20 seconds', i % 100 = 99, CASE WHEN i % 500 = 7 THEN 'failed' ELSE 'applied' END,
    jsonb_build_object('people', ${size.people}, 'units', ${size.units}, 'groups', ${size.groups},
      'created', 0, 'updated', 3, 'changes', CASE i WHEN 0 THEN ${size.people} ELSE 3 END)
  FROM (SELECT i, date_trunc('hour', now()) - (${size.runs} - i) * interval '1 hour' AS at
    FROM generate_series(0, ${size.runs - 1}) i) r`;
/** The first run made everybody; those after it changed a little. */
const changes = `INSERT INTO sync_change (run_id, seq, entity, op, entity_id, name, attribute, old, new)
  SELECT '017f0000-0000-7000-8000-000000000000', row_number() OVER (ORDER BY id), 'account', 'create', id,
    full_name, NULL, NULL, NULL FROM account WHERE source_id IS NOT NULL
  UNION ALL
  SELECT ('017f0000-0000-7000-8000-' || lpad(to_hex(r), 12, '0'))::uuid, k, 'account', 'update',
    ${idSql('account', `(r * 3 + k) % ${size.people}`)}, 'Nguyễn Văn An', 'mail', 'cu@tinh.gov.vn', 'moi@tinh.gov.vn'
  FROM generate_series(1, ${size.runs - 1}) r, generate_series(1, 3) k`;
const rejections = `INSERT INTO sync_rejection (run_id, seq, dn, level, reason)
  SELECT id, k, 'uid=nguoi-' || k || ',ou=people,dc=tinh,dc=gov,dc=vn',
    CASE WHEN k % 2 = 0 THEN 'rejected' ELSE 'warning' END, 'no-mail'
  FROM (SELECT id FROM sync_run ORDER BY id DESC LIMIT 20) r, generate_series(1, 5000) k
  UNION ALL SELECT '017f0000-0000-7000-8000-000000000000', k, 'uid=' || k, 'warning', 'no-title'
  FROM generate_series(1, 20000) k`;

const imports = `INSERT INTO import (id, kind, file_name, state, rows, lines, digest, counts, created_by_name,
    created_at, applied_at, applied_by_name, expires_at)
  SELECT ('027f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'people', 'can-bo-' || n || '.xlsx',
    'applied', '[]', (SELECT jsonb_agg(jsonb_build_object('line', i + 1, 'key', 'can-bo-' || i,
      'outcome', CASE WHEN i % 9 = 0 THEN 'changed' ELSE 'same' END, 'mistakes', '[]'::jsonb,
      'changes', CASE WHEN i % 9 = 0 THEN '[{"field": "title", "old": "Chuyên viên", "new": "Trưởng phòng"}]'
        ELSE '[]' END::jsonb) ORDER BY i) FROM generate_series(1, 10000) i),
    '', '{"new": 0, "changed": 1111, "same": 8889, "error": 0}', 'Quản trị', now() - n * interval '1 day',
    now() - n * interval '1 day', 'Quản trị', now() + interval '60 days' FROM generate_series(1, 20) n`;

export const rowSteps: readonly Step[] = [
  { name: 'login names', sql: loginNames },
  { name: 'groups', sql: groups },
  { name: 'nesting', sql: nesting },
  { name: 'members', sql: members },
  { name: 'applications', sql: applications },
  { name: 'secrets', sql: secrets },
  { name: 'rules', sql: rules },
  { name: 'runs', sql: runs },
  { name: 'changes', sql: changes },
  { name: 'rejections', sql: rejections },
  { name: 'imports', sql: imports },
];

/** People refer to it, so it comes before them. */
export const sourceStep: Step = { name: 'source', sql: sources };

const signedIn = idSql('account', 'i * 10 + 3');

/**
 * Sessions and deeds on many run out within the day, so they are made anew before each measurement:
 * 10,000 people who signed in during the last hours, each with two applications that are for everyone;
 * three selections of 50,000 people by the administrator.
 */
export const sessionSteps: readonly Step[] = [
  { name: 'old sessions', sql: `DELETE FROM oidc_artifact WHERE id LIKE 'bench-%'` },
  { name: 'old origins', sql: `DELETE FROM session_origin WHERE uid LIKE 'bench-%'` },
  { name: 'old web sessions', sql: `DELETE FROM web_session WHERE id LIKE 'bench-%'` },
  {
    name: 'origins',
    sql: `INSERT INTO session_origin (uid, account_id, address, user_agent, at)
      SELECT 'bench-' || i, ${signedIn}, '10.' || i % 16 || '.' || i % 250 || '.' || i % 200,
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
        now() - i * interval '3 seconds' FROM generate_series(0, ${size.sessions - 1}) i`,
  },
  {
    name: 'sessions',
    sql: `INSERT INTO oidc_artifact (model, id, payload, account_id, uid, expires_at)
      SELECT 'Session', 'bench-' || i, jsonb_build_object('accountId', ${signedIn}, 'uid', 'bench-' || i,
        'loginTs', extract(epoch FROM now())::bigint, 'amr', ARRAY['pwd'], 'authorizations', jsonb_build_object(
          'app-0', jsonb_build_object('sid', 'a' || i, 'grantId', 'bench-a' || i),
          'app-' || 1 + i % 4, jsonb_build_object('sid', 'b' || i, 'grantId', 'bench-b' || i))),
        ${signedIn}::text, 'bench-' || i, now() + interval '8 hours' FROM generate_series(0, ${size.sessions - 1}) i`,
  },
  {
    name: 'tokens',
    sql: `INSERT INTO oidc_artifact (model, id, payload, account_id, client_id, grant_id, uid, expires_at)
      SELECT m, 'bench-' || k || i, jsonb_build_object('accountId', ${signedIn}, 'clientId', 'app-0'),
        ${signedIn}::text, CASE k WHEN 'a' THEN 'app-0' ELSE 'app-' || 1 + i % 4 END, 'bench-' || k || i,
        'bench-' || i, now() + interval '8 hours'
      FROM generate_series(0, ${size.sessions - 1}) i, (VALUES ('Grant', 'a'), ('Grant', 'b'),
        ('AccessToken', 'a'), ('RefreshToken', 'b')) t (m, k)`,
  },
  {
    name: 'web sessions',
    sql: `INSERT INTO web_session (id, site, account_id, sid, id_token, expires_at)
      SELECT 'bench-' || i, 'portal', ${signedIn}, 'bench-' || i, '', now() + interval '8 hours'
      FROM generate_series(0, ${size.sessions - 1}) i`,
  },
  { name: 'old bulks', sql: `DELETE FROM bulk WHERE id::text LIKE '037f%'` },
  {
    name: 'bulks',
    sql: `INSERT INTO bulk (id, action, state, back, total, done, actor, created_by_id, created_at, started_at,
        ended_at, expires_at)
      SELECT b.id::uuid, b.action, b.state, '/people', 50000, b.done, jsonb_build_object('accountId', a.id,
        'name', a.full_name, 'origin', '{}'::jsonb), a.id, now(), b.ended, b.ended, now() + interval '1 day'
      FROM account a, (VALUES ('037f0000-0000-7000-8000-000000000000', 'people.suspend', 'ready', 0, NULL::timestamptz),
        ('037f0000-0000-7000-8000-000000000001', 'people.group', 'ready', 0, NULL),
        ('037f0000-0000-7000-8000-000000000002', 'people.suspend', 'done', 50000, now())) b (id, action, state, done, ended)
      WHERE a.username = 'quan-tri-bench'`,
  },
  {
    name: 'what they are about',
    sql: `INSERT INTO bulk_item (bulk_id, seq, object_id, name, outcome)
      SELECT b.id, i, ${idSql('account', 'i')}::text, 'Nguyễn Văn An', CASE b.state WHEN 'done' THEN 'done' END
      FROM bulk b, generate_series(1, 50000) i WHERE b.id::text LIKE '037f%'`,
  },
];
