export const portal = {
  title: 'Ứng dụng của tôi',
  navigation: 'Các phần của trang',
  sections: { applications: 'Ứng dụng', notice: 'Dữ liệu cá nhân' },
  hello: (name: string) => `Xin chào, ${name}`,
  applications: 'Ứng dụng được phép dùng',
  noLink: 'Mở từ địa chỉ do cơ quan chủ quản thông báo',
  none: 'Chưa có ứng dụng nào được cấp phép cho tài khoản này.',
  noneAdvice:
    'Hãy hỏi người phụ trách công nghệ thông tin của cơ quan, đơn vị hoặc người quản trị hệ thống.',
  console: 'Trang quản trị hệ thống',
  owner: (unit: string) => `Chủ quản: ${unit}`,

  me: 'Thông tin của tôi',
  fullName: 'Họ và tên',
  username: 'Tên đăng nhập',
  mail: 'Thư điện tử',
  phone: 'Điện thoại',
  posts: 'Chức vụ',
  noPosts: 'Chưa có',
  mainPost: 'chính',
  lastSignIn: 'Đăng nhập gần nhất',
  fromDirectory: 'từ thư mục',
  fromDirectoryHint:
    'Các mục ghi “từ thư mục” lấy từ dịch vụ thư mục; nếu sai, hãy báo người phụ trách công nghệ thông tin để sửa tại đó.',
  notGiven: 'Chưa có',

  journal: 'Hoạt động gần đây của tài khoản',
  journalHint:
    'Nếu có hoạt động không phải của mình, hãy báo ngay cho người quản trị hệ thống và đổi mật khẩu.',
  journalEmpty: 'Chưa có hoạt động nào.',
  application: 'Ứng dụng',
  older: (count: number) => `Xem thêm ${count} hoạt động trước đó`,

  notice: {
    title: 'Thông báo về dữ liệu cá nhân',
    purpose:
      'Hệ thống này xác nhận cán bộ, công chức, viên chức và người lao động khi dùng phần mềm của tỉnh. Dữ liệu được xử lý để phục vụ hoạt động của cơ quan nhà nước theo quy định của pháp luật nên không hỏi sự đồng ý từng lần; ai cũng có quyền biết và yêu cầu chỉnh sửa.',
    heldTitle: 'Hệ thống giữ những gì?',
    held: [
      'Họ tên, tên đăng nhập, thư điện tử, số điện thoại, cơ quan, chức vụ và nhóm, lấy từ dịch vụ thư mục của tỉnh.',
      'Nhật ký: lúc đăng nhập, ứng dụng đã vào, địa chỉ mạng và trình duyệt. Nhật ký được coi là dữ liệu nhạy cảm, chỉ người có trách nhiệm được tra cứu.',
      'Mật khẩu của thư mục không bao giờ được lưu ở đây.',
    ],
    givenTitle: 'Ứng dụng nhận những gì?',
    given: 'Mỗi ứng dụng chỉ nhận các nhóm thông tin đã đăng ký:',
    rightsTitle: 'Quyền của người sử dụng',
    rights:
      'Xem thông tin và nhật ký của chính mình ở trang Ứng dụng của tôi. Yêu cầu chỉnh sửa gửi người phụ trách công nghệ thông tin của cơ quan, đơn vị hoặc người quản trị hệ thống; yêu cầu được trả lời trong 2 ngày làm việc.',
    perApplication: 'Từng ứng dụng được phép dùng nhận gì',
    signedOut: 'Đăng nhập để xem từng ứng dụng được phép dùng nhận những gì.',
    receives: 'Thông tin nhận được',
  },
};
