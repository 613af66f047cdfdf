// What the catalogues hold in a new installation. An item that is there already stays as it is.
import type { Statement, Transaction } from '../core/database.ts';
import { system } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import type { CatalogName } from './catalog.ts';

type Seed = readonly [code: string, name: string, nameEn: string];

const positions: readonly Seed[] = [
  ['CT-UBND', 'Chủ tịch UBND', "Chairman of the People's Committee"],
  ['PCT-UBND', 'Phó Chủ tịch UBND', "Vice Chairman of the People's Committee"],
  ['GD-SO', 'Giám đốc Sở', 'Director of department'],
  ['PGD-SO', 'Phó Giám đốc Sở', 'Deputy Director of department'],
  ['CVP', 'Chánh Văn phòng', 'Chief of Office'],
  ['CTT', 'Chánh Thanh tra', 'Chief Inspector'],
  ['TP', 'Trưởng phòng', 'Head of division'],
  ['PTP', 'Phó Trưởng phòng', 'Deputy head of division'],
  ['GD-TT', 'Giám đốc Trung tâm', 'Director of centre'],
  ['CVCC', 'Chuyên viên cao cấp', 'Senior expert'],
  ['CVC', 'Chuyên viên chính', 'Principal expert'],
  ['CV', 'Chuyên viên', 'Expert'],
  ['KTT', 'Kế toán trưởng', 'Chief accountant'],
  ['VT', 'Văn thư', 'Clerk'],
  ['PT-CNTT', 'Phụ trách CNTT', 'Officer in charge of information technology'],
  ['VC', 'Viên chức', 'Public employee'],
];

const applicationClasses: readonly Seed[] = [
  ['shared', 'Phần mềm dùng chung', 'Shared software'],
  ['sector', 'Phần mềm chuyên ngành', 'Sector software'],
  ['basic', 'Ứng dụng cơ bản', 'Basic application'],
];

const accountKinds: readonly Seed[] = [
  ['official', 'Tài khoản tác nghiệp', 'Official'],
  ['administrator', 'Tài khoản quản trị', 'Administrator'],
  ['technical', 'Tài khoản kỹ thuật', 'Technical account'],
  ['service', 'Tài khoản dịch vụ', 'Service account'],
  ['shared', 'Tài khoản dùng chung', 'Shared account'],
];

const sectors: readonly Seed[] = [
  ['noi-vu', 'Nội vụ', 'Home affairs'],
  ['tai-chinh', 'Tài chính', 'Finance'],
  ['tu-phap', 'Tư pháp', 'Justice'],
  ['cong-thuong', 'Công Thương', 'Industry and trade'],
  ['xay-dung', 'Xây dựng', 'Construction'],
  ['nong-nghiep-moi-truong', 'Nông nghiệp và Môi trường', 'Agriculture and environment'],
  ['khoa-hoc-cong-nghe', 'Khoa học và Công nghệ', 'Science and technology'],
  ['giao-duc-dao-tao', 'Giáo dục và Đào tạo', 'Education and training'],
  ['y-te', 'Y tế', 'Health'],
  ['van-hoa-the-thao', 'Văn hóa và Thể thao', 'Culture and sports'],
  ['du-lich', 'Du lịch', 'Tourism'],
  ['dan-toc-ton-giao', 'Dân tộc và Tôn giáo', 'Ethnic and religious affairs'],
  ['thanh-tra', 'Thanh tra', 'Inspection'],
];

const seeds: Readonly<Record<CatalogName, readonly Seed[]>> = {
  position: positions,
  'application-class': applicationClasses,
  'launcher-section': applicationClasses, // where each application stands until somebody arranges them
  'account-kind': accountKinds,
  sector: sectors,
};

const insert: Statement = {
  name: 'catalog-seed',
  text: `INSERT INTO catalog_item (catalog, code, name, name_en, "order")
    SELECT $1, s.code, s.name, s.name_en, s.place * 10
    FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY s (code, name, name_en, place)
    ON CONFLICT DO NOTHING RETURNING code`,
};

export async function seedCatalogs(tx: Transaction): Promise<void> {
  for (const [catalog, items] of Object.entries(seeds)) {
    const columns = [0, 1, 2].map((column) => items.map((item) => item[column]));
    const added = await tx.sql.query<{ code: string }>(insert, [catalog, ...columns]);
    if (added.length === 0) continue;
    await record(tx, system, {
      event: 'catalog.item-saved',
      object: { type: 'catalog', id: catalog, name: catalog },
      detail: { after: { codes: added.map((item) => item.code) } },
    });
  }
}
