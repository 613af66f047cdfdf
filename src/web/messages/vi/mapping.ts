/** Ánh xạ thuộc tính của một nguồn, xem thử trên người có thật. */
export const mapping = {
  title: (source: string) => `Ánh xạ thuộc tính: ${source}`,
  edit: 'Ánh xạ thuộc tính',
  whole: 'Mở trang ánh xạ',
  intro:
    'Sửa ở bên dưới, phần xem thử cho biết ngay vài người có thật sẽ thành gì. Chưa lưu thì chưa có gì thay đổi; sau khi lưu, lần đồng bộ tới sẽ áp dụng.',
  fields: 'Mục trong hệ thống lấy từ đâu',
  who: 'Xem thử với người có tên, tên đăng nhập hoặc thư điện tử chứa',
  whoHint: 'Để trống để lấy những mục đầu tiên.',
  look: 'Xem thử',
  preview: 'Xem thử trên thư mục thật',
  notYet: 'Bấm “Xem thử” để đọc vài mục từ thư mục. Không có gì được ghi.',
  mendFirst: 'Chưa xem thử được: hãy sửa các mục sau.',
  unknownPositions: (names: string) =>
    `Bảng thay giá trị nhắc đến chức vụ không có trong danh mục: ${names}.`,
};
