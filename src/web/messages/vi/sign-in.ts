export const signIn = {
  title: 'Đăng nhập',
  into: 'Để vào',
  asAnother: 'Đăng nhập bằng tài khoản khác',
  loginName: 'Tên đăng nhập',
  loginHint: 'Tên đăng nhập hoặc địa chỉ thư điện tử công vụ.',
  password: 'Mật khẩu',
  passwordHint: 'Nếu mật khẩu bị báo sai: hãy tắt bộ gõ tiếng Việt và kiểm tra phím Caps Lock.',
  show: 'Hiện',
  hide: 'Ẩn',
  showLabel: 'Hiện mật khẩu',
  hideLabel: 'Ẩn mật khẩu',
  capsLock: 'Phím Caps Lock đang bật.',
  submit: 'Đăng nhập',
  forgotten:
    'Quên mật khẩu hoặc tài khoản bị khóa? Hãy hỏi người phụ trách công nghệ thông tin của cơ quan, đơn vị.',
  backToRefusal: 'Quay lại',

  noticeTitle: 'Ứng dụng này sẽ nhận thông tin gì?',
  notice:
    'Khi đăng nhập, ứng dụng nhận các thông tin sau để phục vụ công việc; mật khẩu không bao giờ được chuyển cho ứng dụng.',
  noticeLink: 'Thông báo về dữ liệu cá nhân',
  scopes: {
    openid: 'Mã định danh tài khoản và thời điểm đăng nhập',
    profile: 'Họ và tên, tên đăng nhập',
    email: 'Địa chỉ thư điện tử công vụ',
    phone: 'Số điện thoại',
    org: 'Cơ quan, đơn vị, chức vụ và nhóm',
    offline_access: 'Được cập nhật các thông tin trên cả khi không mở ứng dụng',
  },

  faults: {
    'login-missing': 'Chưa nhập tên đăng nhập.',
    'login-too-long': 'Tên đăng nhập quá dài. Hãy kiểm tra lại.',
    'password-missing': 'Chưa nhập mật khẩu.',
    'password-too-long': 'Mật khẩu quá dài. Hãy kiểm tra lại.',
    wrong:
      'Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang bị khóa do nhập sai nhiều lần. Hãy kiểm tra rồi thử lại.',
    wait: (seconds: number) =>
      `Đã sai nhiều lần. Hãy thử lại sau ${seconds} giây; nhập tiếp trước lúc đó sẽ không được xem xét.`,
    unreachable:
      'Chưa đăng nhập được: tên đăng nhập hoặc mật khẩu không đúng, hoặc chưa kiểm tra được vì đang mất liên lạc với dịch vụ thư mục. Hãy kiểm tra lại, hoặc thử lại sau ít phút.',
    'key-refused':
      'Chưa đăng nhập được bằng khóa này. Hãy thử lại, hoặc đăng nhập bằng tên và mật khẩu.',
    'key-unverified':
      'Khóa này chưa kiểm tra người dùng (mã PIN, vân tay hoặc khuôn mặt) nên chưa thay được mật khẩu. Hãy đăng nhập bằng tên và mật khẩu.',
    'key-cloned':
      'Khóa này có dấu hiệu bị sao chép nên đã bị khóa. Hãy đăng nhập bằng tên và mật khẩu, rồi báo ngay người quản trị hệ thống.',
    suspended:
      'Tài khoản đang bị tạm ngưng. Hãy hỏi người phụ trách công nghệ thông tin của cơ quan, đơn vị.',
    retired: 'Tài khoản đã ngừng sử dụng. Hãy hỏi người quản trị hệ thống nếu đây là nhầm lẫn.',
    initial: 'Tài khoản chưa được kích hoạt. Hãy hỏi người quản trị hệ thống.',
    'password-expired':
      'Mật khẩu đúng nhưng đã hết hạn trong dịch vụ thư mục, và không đổi được tại đây. Hãy đổi mật khẩu trên máy tính của cơ quan, hoặc hỏi người phụ trách công nghệ thông tin để được đặt lại.',
    'password-must-change':
      'Mật khẩu đúng nhưng phải được đổi trước khi dùng tiếp, và không đổi được tại đây. Hãy đổi mật khẩu trên máy tính của cơ quan, hoặc hỏi người phụ trách công nghệ thông tin.',
    'disabled-in-directory':
      'Tài khoản đã bị vô hiệu hóa trong dịch vụ thư mục. Hãy hỏi người phụ trách công nghệ thông tin của cơ quan, đơn vị.',
    'expired-in-directory':
      'Tài khoản đã hết thời hạn sử dụng trong dịch vụ thư mục. Hãy đề nghị người phụ trách công nghệ thông tin của cơ quan, đơn vị gia hạn.',
    'outside-hours':
      'Dịch vụ thư mục không cho tài khoản này đăng nhập vào giờ này. Hãy thử lại trong khung giờ được phép, hoặc hỏi người phụ trách công nghệ thông tin của cơ quan, đơn vị.',
    'wrong-workstation':
      'Dịch vụ thư mục chỉ cho tài khoản này đăng nhập từ một số máy nhất định, nên không đăng nhập được tại đây. Hãy hỏi người phụ trách công nghệ thông tin của cơ quan, đơn vị.',
  },

  change: {
    title: 'Đổi mật khẩu ban đầu',
    why: 'Mật khẩu vừa dùng là mật khẩu ban đầu do người quản trị cấp. Hãy đặt mật khẩu riêng để tiếp tục.',
    rules: 'Mật khẩu mới cần:',
    rule: {
      length: 'từ 14 đến 128 ký tự, có thể là một câu có dấu cách',
      classes: 'đủ chữ thường, chữ hoa, chữ số và ký tự khác',
      names: 'không chứa họ tên hoặc tên đăng nhập',
    },
    newPassword: 'Mật khẩu mới',
    again: 'Nhập lại mật khẩu mới',
    submit: 'Đổi mật khẩu và tiếp tục',
    faults: {
      missing: 'Chưa nhập mật khẩu mới.',
      old: 'Mật khẩu mới trùng với mật khẩu ban đầu. Hãy chọn mật khẩu khác.',
      'not-the-same': 'Hai lần nhập không giống nhau. Hãy nhập lại cả hai.',
    },
  },

  refused: {
    title: (application: string) => `Chưa được phép vào ${application}`,
    signedInAs: 'Đang đăng nhập bằng tài khoản',
    whyTitle: 'Vì sao?',
    why: {
      'no-grant': 'Tài khoản này chưa được cấp phép dùng ứng dụng.',
      denied: 'Có quy tắc không cho phép tài khoản này dùng ứng dụng:',
      'outside-zone':
        'Ứng dụng này chỉ mở từ một số mạng của cơ quan, không mở từ nơi đang ngồi. Hãy nối vào mạng của cơ quan rồi thử lại.',
      'outside-hours':
        'Ứng dụng này chỉ mở vào một số ngày, giờ nhất định. Hãy quay lại trong ngày, giờ cho phép.',
      'account-not-active': 'Tài khoản này không ở trạng thái hoạt động.',
      'application-not-active': 'Ứng dụng đang tạm ngưng hoặc chưa đưa vào sử dụng.',
      'account-kind': 'Ứng dụng này không dành cho loại tài khoản đang dùng.',
    },
    whyOther: 'Quyền dùng ứng dụng này chưa được xác nhận.',
    denial: {
      everyone: 'Không cho phép mọi người',
      unit: (name: string) => `Không cho phép cơ quan, đơn vị “${name}”`,
      position: (name: string) => `Không cho phép chức vụ “${name}”`,
      group: (name: string) => `Không cho phép nhóm “${name}”`,
      kind: 'Không cho phép loại tài khoản đang dùng',
      account: 'Không cho phép riêng tài khoản này',
    },
    reason: (text: string) => `Lý do: ${text}`,
    askTitle: 'Hỏi ai?',
    askNobody:
      'Hãy hỏi người phụ trách công nghệ thông tin của cơ quan, đơn vị hoặc người quản trị hệ thống.',
    owner: 'Cơ quan chủ quản',
    contact: 'Người liên hệ',
    mail: 'Thư điện tử',
    phone: 'Điện thoại',
    back: 'Quay lại ứng dụng',
    retry: 'Kiểm tra lại quyền',
    retried: 'Vừa kiểm tra lại: quyền chưa thay đổi.',
    portal: 'Các ứng dụng được phép dùng',
    another: 'Đăng nhập bằng tài khoản khác',
  },

  expired: {
    title: 'Lượt đăng nhập này không còn hiệu lực',
    explained:
      'Lượt đăng nhập đã hoàn tất, đã quá lâu hoặc được mở ở một trình duyệt khác. Không có gì bị mất.',
    advice: 'Hãy mở lại ứng dụng cần dùng, hoặc bắt đầu từ trang các ứng dụng.',
    portal: 'Đến trang các ứng dụng',
  },
};
