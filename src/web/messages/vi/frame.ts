// What stands around every page: search, theme, the notice of what was just done.
export const frame = {
  find: {
    label: 'Tìm trong toàn hệ thống',
    hint: 'Tìm người, đơn vị, ứng dụng',
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
  sessions: {
    title: 'Phiên đăng nhập',
    ofPerson: (name: string) => `Phiên đăng nhập của ${name}`,
    search: 'Tìm theo người sử dụng',
    person: 'Người sử dụng',
    since: 'Đăng nhập lúc',
    until: 'Tự kết thúc lúc',
    address: 'Địa chỉ mạng',
    browser: 'Trình duyệt',
    applications: 'Đã vào',
    end: 'Thu hồi',
    none: 'Hiện không có ai đang đăng nhập.',
    noMatch: 'Không có phiên nào khớp. Thử ít từ hơn hoặc bỏ lọc.',
    all: 'Xem phiên đăng nhập',
    endTitle: (name: string) => `Thu hồi một phiên đăng nhập của ${name}`,
    consequences: (since: string, address: string) => [
      `Phiên bắt đầu lúc ${since} từ địa chỉ ${address} kết thúc ngay, cùng các ứng dụng đã vào trong phiên đó.`,
      'Các phiên khác của người này vẫn còn. Người này có thể đăng nhập lại nếu tài khoản còn hoạt động.',
      'Việc thu hồi được ghi vào nhật ký.',
    ],
  },
};
