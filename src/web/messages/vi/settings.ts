import type { SettingGroup, SettingKey } from '../../../settings/registry.ts';

const groups: Record<SettingGroup, { title: string; about: string }> = {
  installation: {
    title: 'Tên hệ thống và ngôn ngữ',
    about: 'Hiện ở đầu mọi trang, trên thẻ trình duyệt và khi cài trang ứng dụng vào điện thoại.',
  },
  help: {
    title: 'Đầu mối hỗ trợ',
    about:
      'Hiện ở trang đăng nhập, trang báo chưa được phép vào ứng dụng, trang hỏi vì sao thiếu ứng dụng và các trang báo lỗi. Để trống cả ba mục thì không hiện.',
  },
  notice: {
    title: 'Thông báo ở trang đăng nhập',
    about: 'Hiện phía trên ô đăng nhập, chẳng hạn khi sắp bảo trì. Chỉ là chữ, không có định dạng.',
  },
  sessions: {
    title: 'Thời hạn phiên đăng nhập',
    about:
      'Rút ngắn có hiệu lực ngay, kể cả với phiên đang mở; kéo dài chỉ áp dụng cho phiên mở sau đó.',
  },
  'second-factor': {
    title: 'Xác nhận bước hai',
    about:
      'Khi nào hỏi thêm một bước sau mật khẩu. Ngoài ra, từng ứng dụng và từng nhóm có thể yêu cầu riêng ở trang của mình.',
  },
  signing: {
    title: 'Khóa ký',
    about:
      'Khóa mới được công bố trước khi ký, khóa cũ còn kiểm tra được đến khi mã thông báo cuối cùng hết hạn; không ai phải đăng nhập lại.',
  },
  attention: { title: 'Nhắc việc', about: 'Mục việc cần chú ý ở trang Tổng quan.' },
  lists: {
    title: 'Kết xuất và lưu giữ',
    about:
      'Giới hạn của tệp kết xuất và thời gian giữ các lượt đồng bộ. Nhật ký thì không bao giờ bị xóa.',
  },
};

const items: Record<SettingKey, { title: string; help: string }> = {
  installationName: {
    title: 'Tên hệ thống',
    help: 'Chẳng hạn: Đăng nhập tỉnh An Giang. Nhiều nhất 60 ký tự.',
  },
  installationNameEn: { title: 'Tên tiếng Anh', help: 'Hiện khi xem bằng tiếng Anh.' },
  firstLanguage: {
    title: 'Ngôn ngữ ban đầu',
    help: 'Dành cho người chưa chọn ngôn ngữ lần nào. Ai đã chọn thì giữ lựa chọn của mình.',
  },
  helpName: { title: 'Tên đầu mối', help: 'Người, phòng hoặc tổng đài.' },
  helpPhone: { title: 'Điện thoại', help: 'Bấm được từ điện thoại.' },
  helpMail: { title: 'Thư điện tử', help: 'Hộp thư công vụ có người đọc.' },
  noticeText: {
    title: 'Nội dung thông báo',
    help: 'Nhiều nhất 600 ký tự. Để trống thì không có thông báo.',
  },
  noticeTextEn: {
    title: 'Thông báo bằng tiếng Anh',
    help: 'Để trống thì người xem tiếng Anh đọc bản tiếng Việt.',
  },
  noticeFrom: { title: 'Hiện thông báo từ', help: 'dd/mm/yyyy hh:mm; để trống thì hiện ngay.' },
  noticeUntil: {
    title: 'Hiện thông báo đến',
    help: 'dd/mm/yyyy hh:mm; để trống thì hiện đến khi bỏ đi.',
  },
  providerHours: {
    title: 'Đăng nhập một lần dùng được trong',
    help: 'Tính từ lúc nhập mật khẩu. Hết hạn thì lần mở ứng dụng tiếp theo phải đăng nhập lại.',
  },
  providerIdleMinutes: {
    title: 'Lần đăng nhập: chờ không sử dụng',
    help: 'Không ứng dụng nào được dùng trong thời gian này thì lần mở tiếp theo phải đăng nhập lại. Đo chính xác đến một phút.',
  },
  portalIdleMinutes: {
    title: 'Trang ứng dụng: chờ không thao tác',
    help: 'Quá thời gian này thì trang hỏi lại hệ thống đăng nhập.',
  },
  portalHours: { title: 'Trang ứng dụng: dài nhất', help: 'Kể từ lúc mở, dù vẫn thao tác.' },
  consoleIdleMinutes: {
    title: 'Trang quản trị: chờ không thao tác',
    help: 'Người quản trị rời bàn làm việc quá thời gian này thì phiên kết thúc.',
  },
  consoleHours: { title: 'Trang quản trị: dài nhất', help: 'Kể từ lúc mở, dù vẫn thao tác.' },
  secondFactorPeople: {
    title: 'Ai luôn phải xác nhận',
    help: 'Quản trị viên nên luôn phải xác nhận. Chọn “Không ai” chỉ để dùng thử; trang Tổng quan sẽ nhắc.',
  },
  secondFactorOutside: {
    title: 'Hỏi mọi người vào từ ngoài mạng của tỉnh',
    help: 'Mạng của tỉnh là các vùng đánh dấu “Mạng trong tỉnh” ở trang Vùng mạng.',
  },
  secondFactorClasses: {
    title: 'Loại ứng dụng phải xác nhận',
    help: 'Mã loại trong danh mục Loại ứng dụng, cách nhau bằng dấu cách, chẳng hạn: sector. Để trống thì không theo loại.',
  },
  passkeyAlone: {
    title: 'Khóa đăng nhập thay được mật khẩu',
    help: 'Chỉ với khóa tự kiểm tra người dùng bằng mã PIN, vân tay hoặc khuôn mặt.',
  },
  enrolAtSignIn: {
    title: 'Thiết lập ngay lúc đăng nhập',
    help: 'Người phải xác nhận mà chưa có cách nào được hướng dẫn thiết lập tại chỗ, hoặc chỉ từ mạng của tỉnh, hoặc phải tự làm trước ở trang Tài khoản.',
  },
  secondFactorGraceDays: {
    title: 'Cho để sau',
    help: 'Tính từ lần đầu bị hỏi. 0 là phải thiết lập ngay. Không áp dụng khi chính ứng dụng yêu cầu.',
  },
  trustedDeviceDays: {
    title: 'Thời gian tin cậy một thiết bị',
    help: '0 là luôn hỏi. Quản trị viên và ứng dụng tự yêu cầu thì luôn hỏi.',
  },
  keyDays: {
    title: 'Tự đổi khóa ký sau',
    help: 'Tính từ khi khóa bắt đầu ký. Xem và đổi ngay ở trang Khóa ký.',
  },
  warnDays: {
    title: 'Nhắc trước khi khóa bí mật hết hạn',
    help: 'Khóa bí mật của ứng dụng còn ít hơn chừng này ngày thì được nêu ở trang Tổng quan.',
  },
  exportRows: {
    title: 'Số bản ghi nhiều nhất của một lần kết xuất',
    help: 'Áp dụng cho mọi danh sách và nhật ký. Tệp lớn tốn bộ nhớ của máy chủ.',
  },
  keepRunDays: {
    title: 'Giữ chi tiết lượt đồng bộ',
    help: 'Lượt cũ hơn bị xóa chi tiết; điều nhật ký đã ghi thì vẫn còn.',
  },
  keepTrialRunDays: { title: 'Giữ lượt chạy thử', help: 'Lượt chạy thử cũ hơn bị xóa.' },
};

export const settings = {
  title: 'Thiết lập',
  about:
    'Mỗi thay đổi có hiệu lực ngay trên mọi máy chủ và được ghi vào nhật ký kèm giá trị trước, sau.',
  groupsOf: 'Các nhóm thiết lập',
  groups,
  items,
  units: { minutes: 'phút', hours: 'giờ', days: 'ngày', rows: 'bản ghi' },
  bounds: (min: string, max: string, unit: string) => `Từ ${min} đến ${max} ${unit}.`,
  choices: {
    browser: 'Theo trình duyệt; không rõ thì tiếng Việt',
    vi: 'Tiếng Việt',
    en: 'Tiếng Anh',
    nobody: 'Không ai',
    administrators: 'Quản trị viên',
    everyone: 'Mọi người',
    yes: 'Có',
    no: 'Không',
    anywhere: 'Từ bất cứ đâu',
    inside: 'Chỉ từ mạng của tỉnh',
    'portal-only': 'Không, làm trước ở trang Tài khoản',
  } as Readonly<Record<string, string>>,
  fallback: 'Mặc định',
  current: 'Đang dùng',
  isDefault: 'đang dùng mặc định',
  nothing: 'không có',
  never: 'Chưa đổi lần nào',
  changed: (who: string, when: string) => `${who} đổi lúc ${when}`,
  lastChange: 'Đổi lần cuối',
  history: 'Lịch sử',
  historyOf: (title: string) => `Lịch sử: ${title}`,
  toDefault: 'Về mặc định',
  toDefaultOf: (title: string) => `Về mặc định: ${title}`,
  edit: 'Đổi giá trị',
  noticeShown: 'đang hiện',
  noticeHidden: 'đang không hiện',
};
