// Lists as files, and lists seen from the other end.
export const lists = {
  csv: 'Kết xuất CSV',
  xlsx: 'Kết xuất Excel',
  hint: (rows: string) =>
    `Kết xuất các dòng khớp điều kiện lọc, nhiều nhất ${rows} dòng. Việc kết xuất được ghi nhật ký.`,
  unitCode: 'Mã đơn vị',
  peopleIn: 'Số người trực tiếp',
  groupsIn: 'Số nhóm lồng trong',
  origin: 'Nguồn gốc',
  classCode: 'Mã loại phần mềm',
  applicationsOf: 'Ứng dụng vào được',
  ofGroup: (name: string) => `Ứng dụng mà nhóm ${name} mở cho thành viên`,
  ofUnit: (name: string) => `Ứng dụng mà ${name} mở cho người của đơn vị`,
  ofHint:
    'Tính cho một người đang hoạt động chỉ có nhóm hoặc đơn vị này. Cấp phép khác của từng người có thể cho thêm hoặc ngăn lại.',
  noneOf: 'Không có cấp phép nào dẫn từ đây đến ứng dụng. Hãy thêm cấp phép nếu cần.',
  ruleThrough: (rule: string, path: string) => `${rule} (qua ${path})`,
  sort: 'Sắp xếp',
  sortBy: (column: string) => `Sắp xếp theo ${column.toLowerCase()}`,
  sortNow: 'Sắp xếp',
  ascending: (column: string) => `${column}: tăng dần`,
  descending: (column: string) => `${column}: giảm dần`,
  lastPage: 'Trang cuối',
  openList: 'Mở trong danh sách người sử dụng',
  columns: 'Chọn cột',
  columnsLegend: 'Các cột hiển thị',
  columnsHint:
    'Lựa chọn được nhớ cho riêng tài khoản của bạn, ở mọi máy. Tệp kết xuất luôn có đủ các cột.',
  columnsSave: 'Áp dụng',
  columnsUsual: 'Về mặc định',
};
