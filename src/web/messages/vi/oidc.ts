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
