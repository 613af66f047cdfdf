// What stands around every page: search, theme, the notice of what was just done.
export const frame = {
  find: {
    label: 'Tìm trong toàn hệ thống',
    hint: 'Tìm người, đơn vị, nhóm, ứng dụng',
    go: 'Tìm',
    results: (text: string) => `Kết quả tìm “${text}”`,
    ask: 'Nhập tên, tên đăng nhập hoặc mã vào ô tìm kiếm ở đầu trang. Có thể gõ không dấu; phím / đưa con trỏ đến ô đó.',
    nothing:
      'Không tìm thấy gì khớp. Thử ít từ hơn, hoặc chỉ một phần của tên; dấu và chữ hoa không quan trọng.',
    more: 'Xem tất cả',
    closed: 'không còn dùng',
  },
  theme: {
    label: 'Giao diện',
    device: 'Theo thiết bị',
    light: 'Sáng',
    dark: 'Tối',
  },
  crumbs: 'Vị trí trang này',
  dismiss: 'Đóng thông báo',
};
