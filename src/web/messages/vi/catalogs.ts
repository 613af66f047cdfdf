export const catalogs = {
  title: 'Danh mục dùng chung',
  names: {
    position: 'Chức vụ',
    'application-class': 'Loại phần mềm',
    'launcher-section': 'Mục của trang ứng dụng',
    sector: 'Lĩnh vực',
    'account-kind': 'Loại tài khoản',
  },
  count: (items: string) => `${items} bản ghi`,
  create: 'Thêm bản ghi',
  edit: 'Sửa bản ghi',
  code: 'Mã',
  codeHint:
    'Chữ không dấu, chữ số, dấu chấm, gạch nối; ứng dụng giữ mã này nên không đổi được về sau.',
  name: 'Tên',
  nameEn: 'Tên tiếng Anh',
  order: 'Thứ tự',
  validFrom: 'Có hiệu lực từ',
  validTo: 'Hết hiệu lực từ',
  dateHint: 'dd/mm/yyyy; để trống nếu không giới hạn',
  ended: 'hết hiệu lực',
  empty: 'Danh mục chưa có bản ghi nào.',
};
