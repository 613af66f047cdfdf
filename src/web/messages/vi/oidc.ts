export const oidc = {
  errorTitle: 'Không thực hiện được yêu cầu',
  forMakers: 'Thông tin cho đơn vị vận hành phần mềm:',
  toPortal: 'Về trang chủ',
  errors: {
    invalid_client:
      'Phần mềm gửi yêu cầu này chưa được đăng ký hoặc chưa được đưa vào sử dụng. Đề nghị báo cho đơn vị quản lý phần mềm.',
    invalid_redirect_uri:
      'Địa chỉ mà phần mềm yêu cầu chuyển về chưa được đăng ký. Đề nghị báo cho đơn vị quản lý phần mềm.',
    invalid_request:
      'Yêu cầu của phần mềm không hợp lệ. Quay lại phần mềm và thử lại; nếu vẫn lỗi, đề nghị báo cho đơn vị quản lý phần mềm.',
    interaction_gone:
      'Lượt đăng nhập này đã kết thúc hoặc quá thời hạn. Quay lại phần mềm và bắt đầu đăng nhập lại.',
    temporarily_unavailable:
      'Hệ thống tạm thời chưa phục vụ được. Thử lại sau ít phút; không có dữ liệu nào bị mất.',
    server_error:
      'Đã xảy ra lỗi ngoài dự kiến. Thử lại; nếu vẫn lỗi, báo mã yêu cầu bên dưới cho bộ phận hỗ trợ.',
    other:
      'Yêu cầu không thực hiện được. Quay lại phần mềm và thử lại; nếu vẫn lỗi, báo mã yêu cầu bên dưới cho bộ phận hỗ trợ.',
  },
  sendOnTitle: 'Đang chuyển tiếp',
  sendOnExplained: 'Trang này tự chuyển tiếp. Nếu chưa thấy chuyển, hãy bấm nút dưới đây.',
  sendOn: 'Tiếp tục',
  device: {
    title: 'Đăng nhập trên thiết bị khác',
    code: 'Mã hiện trên thiết bị',
    codeHint: 'Tám chữ cái, ví dụ BCDF-GHJK. Chữ hoa hay chữ thường đều được.',
    next: 'Tiếp tục',
    problems: {
      wrong: 'Không có mã này. Hãy xem lại mã trên thiết bị và nhập lại.',
      expired: 'Mã đã quá thời hạn. Hãy lấy mã mới trên thiết bị và nhập lại.',
      used: 'Mã này đã được dùng. Hãy lấy mã mới trên thiết bị nếu cần đăng nhập lại.',
      aborted: 'Đã dừng: thiết bị chưa được đăng nhập.',
      other: 'Chưa thực hiện được, có thể trang này đã mở quá lâu. Hãy nhập lại mã.',
    },
    confirmTitle: 'Xác nhận đăng nhập trên thiết bị',
    confirmExplained: (application: string) =>
      `Một thiết bị xin đăng nhập vào ${application} bằng tài khoản của bạn.`,
    shownCode: 'Mã trên thiết bị',
    application: 'Ứng dụng',
    address: 'Địa chỉ mạng của thiết bị',
    device: 'Thiết bị cho biết',
    warning:
      'Chỉ xác nhận khi chính bạn vừa thao tác trên thiết bị và thiết bị đang hiện đúng mã này. Nếu ai đó gửi mã cho bạn, hãy chọn Không phải tôi.',
    confirm: 'Xác nhận',
    abort: 'Không phải tôi',
    doneTitle: 'Thiết bị đã được đăng nhập',
    doneExplained: (application: string) =>
      `Bạn có thể dùng ${application} trên thiết bị và đóng trang này.`,
  },
  logoutTitle: 'Đăng xuất',
  logoutExplained:
    'Đăng xuất khỏi tất cả ứng dụng sẽ kết thúc phiên đăng nhập và các phần mềm đã mở trong phiên này.',
  logoutEverywhere: 'Đăng xuất khỏi tất cả ứng dụng',
  logoutHereOnly: (application: string) => `Chỉ đăng xuất khỏi ${application}`,
  stay: 'Không đăng xuất',
  loggedOut: 'Đã đăng xuất',
  loggedOutOf: (application: string) => `Đã đăng xuất khỏi ${application}`,
  loggedOutAdvice: 'Nếu đang dùng máy tính chung, hãy đóng tất cả cửa sổ trình duyệt.',
  loggedOutHereOnly: 'Phiên đăng nhập một lần và các phần mềm khác vẫn tiếp tục.',
};
