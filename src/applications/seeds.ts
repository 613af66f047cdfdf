// The applications of a new installation: our own pages, ready; those of Article 9 of the regulation
// as drafts, to be connected. A row that is there already stays as an administrator left it.
import type { Statement, Transaction } from '../core/database.ts';
import { newId } from '../core/random.ts';
import { system } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';

type Seed = readonly [article: string | null, clientId: string, name: string, nameEn: string];

const shared: readonly Seed[] = [
  ['9.1a', 'van-ban-dieu-hanh', 'Phần mềm quản lý văn bản và chỉ đạo điều hành', 'Document management and executive direction (e-office)'],
  ['9.1b', 'cong-dich-vu-cong', 'Cổng dịch vụ công', 'Public service portal'],
  ['9.1b', 'mot-cua-dien-tu', 'Hệ thống thông tin một cửa điện tử tỉnh', 'Provincial electronic one-stop system'],
  ['9.1c', 'thu-cong-vu', 'Hệ thống thư điện tử công vụ tỉnh', 'Official e-mail'],
  ['9.1d', 'cong-thong-tin-tinh', 'Cổng thông tin điện tử tỉnh', 'Provincial web portal'],
  ['9.1d', 'cong-thanh-phan', 'Các Cổng thông tin điện tử thành phần', 'Component portals'],
  ['9.1đ', 'hoi-nghi-truc-tuyen', 'Hệ thống Hội nghị truyền hình trực tuyến', 'Online video conference'],
  ['9.1e', 'bao-cao-tong-hop', 'Hệ thống thông tin báo cáo, tổng hợp, phân tích số liệu', 'Reporting and data analysis'],
  ['9.1g', 'dieu-hanh-thong-minh', 'Hệ thống dữ liệu phục vụ giám sát, điều hành thông minh', 'Smart monitoring and operations (IOC)'],
  ['9.1h', 'giam-sat-an-ninh-mang', 'Hệ thống giám sát an toàn không gian mạng', 'Cyber-security monitoring (SOC)'],
  ['9.1i', 'lgsp', 'Hệ thống chia sẻ, tích hợp dùng chung (LGSP) tỉnh An Giang', 'Local government service platform'],
  ['9.1k', 'mang-tslcd', 'Mạng truyền số liệu chuyên dùng', 'Dedicated Party–State data network'],
]; // prettier-ignore

const sector: readonly Seed[] = [
  ['9.2đ', 'ket-qua-tthc', 'Quản lý thông tin đầu vào, kết quả giải quyết thủ tục hành chính', 'Administrative-procedure records'],
]; // prettier-ignore

const basic: readonly Seed[] = [
  ['9.3a', 'nhan-su', 'Quản lý nhân sự', 'Human resources'],
  ['9.3b', 'ke-toan-tai-chinh', 'Quản lý kế toán – tài chính', 'Accounting and finance'],
  ['9.3c', 'tai-san', 'Quản lý tài sản', 'Asset management'],
  ['9.3d', 'thi-dua-khen-thuong', 'Quản lý thi đua – khen thưởng', 'Emulation and reward'],
];

const builtIn: readonly Seed[] = [
  [null, 'portal', 'Cổng đăng nhập một lần', 'Single sign-on portal'],
  [null, 'console', 'Trang quản trị', 'Administration console'],
];

const insert: Statement = {
  name: 'application-seed',
  text: `INSERT INTO application (id, client_id, name, name_en, class, article, state, built_in, "order", section)
    VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (client_id) DO NOTHING RETURNING id`,
};

const all = [
  ...shared.map((seed) => ({ seed, code: 'shared' })),
  ...sector.map((seed) => ({ seed, code: 'sector' })),
  ...basic.map((seed) => ({ seed, code: 'basic' })),
  ...builtIn.map((seed) => ({ seed, code: 'shared' })),
];

/** @returns the client ids that were not there before. */
export async function seedApplications(tx: Transaction): Promise<string[]> {
  const added: string[] = [];
  for (const [i, { seed, code }] of all.entries()) {
    const [article, clientId, name, nameEn] = seed;
    const own = builtIn.includes(seed);
    const [id, state, order] = [newId(), own ? 'active' : 'draft', (i + 1) * 10];
    const values = [
      id,
      clientId,
      name,
      nameEn,
      code,
      article,
      state,
      own,
      order,
      own ? null : code,
    ];
    const [row] = await tx.sql.query(insert, values);
    if (!row) continue;
    added.push(clientId);
    const after = { clientId, name, nameEn, class: code, article, state };
    await record(tx, system, {
      event: 'application.created',
      applicationId: id,
      detail: { after },
    });
  }
  return added;
}
