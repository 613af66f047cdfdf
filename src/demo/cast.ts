// Who and what the demo shows: invented people of organization.ldif, and three applications of which
// the demo official may use two.

export const demoPassword = 'Demo-Motchia-2026!';

export const administrator = { username: 'quantri', fullName: 'Quản trị hệ thống' } as const;

export type Person = { username: string; name: string; what: string };

export const people: readonly Person[] = [
  { username: 'nvan.skhcn', name: 'Nguyễn Văn An', what: 'official: may use applications 1 and 2' },
  {
    username: 'lhdung.xaanphu',
    name: 'Lê Hoàng Dũng',
    what: 'IT officer of a commune: may use all three',
  },
  { username: 'lttam.skhcn', name: 'Lý Thanh Tâm', what: 'retired: cannot sign in' },
  {
    username: administrator.username,
    name: administrator.fullName,
    what: 'administrator: the console',
  },
];

export type DemoApplication = {
  clientId: string;
  name: string;
  /** The subjects that may use it; nobody else may. */
  allowed: readonly ({ type: 'everyone' } | { type: 'unit'; code: string })[];
};

/** Drafts that a new installation starts with (Article 9), connected here; in the order of their ports. */
export const applications: readonly DemoApplication[] = [
  {
    clientId: 'van-ban-dieu-hanh',
    name: 'Phần mềm quản lý văn bản và chỉ đạo điều hành',
    allowed: [{ type: 'everyone' }],
  },
  {
    clientId: 'thu-cong-vu',
    name: 'Hệ thống thư điện tử công vụ tỉnh',
    allowed: [
      { type: 'unit', code: 'H01.14' },
      { type: 'unit', code: 'H01.61' },
    ],
  },
  {
    clientId: 'mot-cua-dien-tu',
    name: 'Hệ thống thông tin một cửa điện tử tỉnh',
    allowed: [{ type: 'unit', code: 'H01.61' }],
  },
];

/** The owner of the applications, and whom its page of refusal tells people to ask. */
export const contact = {
  unitCode: 'H01.01',
  contactName: 'Hồ Văn Châu, đầu mối hỗ trợ phần mềm dùng chung',
  contactMail: 'hvchau.vpub@angiang.gov.vn',
  contactPhone: '0296 3000 000',
} as const;
