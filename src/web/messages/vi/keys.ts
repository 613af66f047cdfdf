type UseWords = {
  title: string;
  about: string;
  replaceTitle: string;
  consequences: readonly string[];
};

const uses: Record<'sig' | 'cookie', UseWords> = {
  sig: {
    title: 'Khóa ký mã thông báo',
    about:
      'Phần mềm dùng phần công khai của các khóa này để kiểm tra mã thông báo; địa chỉ lấy khóa có trong trang kết nối của từng ứng dụng.',
    replaceTitle: 'Thay ngay khóa ký mã thông báo',
    consequences: [
      'Mọi khóa ký hiện có bị xóa ngay trên tất cả máy chủ; khóa mới ký ngay.',
      'Mã thông báo đã ký bằng khóa cũ không còn giá trị, kể cả mã do kẻ khác làm giả.',
      'Phần mềm tự lấy khóa mới khi gặp chữ ký chưa biết. Phần mềm nào chỉ đọc khóa lúc khởi động thì phải khởi động lại.',
      'Người dùng không bị đăng xuất khỏi hệ thống này. Việc này không hoàn tác được.',
    ],
  },
  cookie: {
    title: 'Khóa ký cookie',
    about: 'Chống giả mạo cookie của phiên đăng nhập một lần; chỉ máy chủ này dùng.',
    replaceTitle: 'Thay ngay khóa ký cookie',
    consequences: [
      'Khóa hiện có bị xóa ngay trên tất cả máy chủ; khóa mới được dùng ngay.',
      'Ai đang đăng nhập cũng phải đăng nhập lại ở lần mở ứng dụng tiếp theo; lượt đăng nhập đang dở phải làm lại từ đầu.',
      'Phần mềm đã mở vẫn dùng tiếp được. Việc này không hoàn tác được.',
    ],
  },
};

const states: Record<'next' | 'current' | 'previous', string> = {
  next: 'đã công bố, chưa ký',
  current: 'đang ký',
  previous: 'chỉ còn kiểm tra',
};

export const keys = {
  title: 'Khóa ký',
  about: (days: string) =>
    `Khóa tự đổi ${days} ngày một lần: khóa mới được công bố trước khi ký, khóa cũ còn kiểm tra được đến khi mã thông báo cuối cùng hết hạn. Không ai phải đăng nhập lại.`,
  rotate: 'Công bố khóa mới',
  period: 'Thời gian tự đổi',
  history: 'Các lần đổi khóa',
  replace: 'Khóa bị lộ…',
  replaceNow: 'Thay ngay',
  reasonHint: 'Ghi vào nhật ký: lộ khi nào, ai quyết định.',
  none: 'Chưa có khóa; khóa được tạo khi hệ thống khởi động lần đầu.',
  alg: 'Thuật toán',
  state: 'Trạng thái',
  since: 'Từ lúc',
  afterwards: 'Tiếp theo',
  states,
  uses,
  following: {
    next: (at: string) => `bắt đầu ký từ ${at}`,
    current: (at: string) => `khóa thay thế được công bố từ ${at}`,
    previous: (at: string) => `xóa từ ${at}`,
  },
};
