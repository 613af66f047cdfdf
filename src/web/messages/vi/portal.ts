export const portal = {
  title: 'Ứng dụng của tôi',
  inOneSentence: 'Các ứng dụng được phép dùng, sau một lần đăng nhập',
  navigation: 'Các phần của trang',
  sections: {
    applications: 'Ứng dụng',
    account: 'Tài khoản',
    sessions: 'Thiết bị',
    journal: 'Hoạt động',
    notice: 'Dữ liệu cá nhân',
  },
  newDevice: {
    title: 'Tài khoản vừa được dùng trên thiết bị mới',
    one: (device: string, at: string, from: string) => `${device}, lúc ${at}, từ địa chỉ ${from}`,
    advice:
      'Nếu không phải chính mình đăng nhập, hãy xem và đăng xuất thiết bị đó, đổi mật khẩu ngay, rồi báo người phụ trách công nghệ thông tin.',
    mine: 'Đúng là tôi',
    look: 'Xem các thiết bị',
  },
  hello: (name: string) => `Xin chào, ${name}`,
  favourites: 'Ứng dụng hay dùng',
  otherClass: 'Ứng dụng khác',
  keep: (name: string) => `Đưa ${name} lên đầu trang`,
  forget: (name: string) => `Bỏ ${name} khỏi đầu trang`,
  find: 'Tìm ứng dụng',
  findHint: 'Gõ có dấu hay không dấu đều được',
  showAll: 'Hiện tất cả',
  found: (count: number, text: string) => `Có ${count} ứng dụng khớp với “${text}”`,
  notFound: (text: string) => `Không có ứng dụng được cấp phép nào khớp với “${text}”.`,
  noLink: 'Mở từ địa chỉ do cơ quan chủ quản thông báo',
  none: 'Chưa có ứng dụng nào được cấp phép cho tài khoản này.',
  noneAdvice:
    'Hãy hỏi người phụ trách công nghệ thông tin của cơ quan, đơn vị hoặc người quản trị hệ thống.',
  console: 'Trang quản trị hệ thống',
  owner: (unit: string) => `Chủ quản: ${unit}`,

  missing: {
    link: 'Vì sao không thấy một ứng dụng?',
    title: 'Vì sao không thấy một ứng dụng?',
    about:
      'Dưới đây là các ứng dụng đang hoạt động mà tài khoản này chưa được dùng, lý do và nơi để hỏi.',
    none: 'Tài khoản này được dùng mọi ứng dụng đang hoạt động.',
    notFound: (text: string) =>
      `Không có ứng dụng nào chưa được cấp phép khớp với “${text}”. Có thể ứng dụng đang tạm ngưng hoặc chưa kết nối với hệ thống này.`,
    notHere:
      'Ứng dụng không có trong danh sách này thì đang tạm ngưng hoặc chưa kết nối với hệ thống. Hãy hỏi cơ quan chủ quản của ứng dụng đó hoặc người quản trị hệ thống.',
    ask: 'Hỏi',
  },

  account: 'Tài khoản của tôi',
  me: 'Thông tin của tôi',
  fullName: 'Họ và tên',
  username: 'Tên đăng nhập',
  mail: 'Thư điện tử',
  phone: 'Điện thoại',
  posts: 'Chức vụ',
  noPosts: 'Chưa có',
  mainPost: 'chính',
  groups: 'Nhóm',
  lastSignIn: 'Đăng nhập gần nhất',
  fromDirectory: 'từ thư mục',
  fromDirectoryHint:
    'Các mục ghi “từ thư mục” lấy từ dịch vụ thư mục; nếu sai, hãy báo người phụ trách công nghệ thông tin để sửa tại đó.',
  passwordThere: 'Mật khẩu cũng đổi tại đó.',
  notGiven: 'Chưa có',
  language: {
    title: 'Ngôn ngữ',
    about:
      'Trang này dùng ngôn ngữ đã chọn trên mọi thiết bị; các ứng dụng được báo lựa chọn này ở lần đăng nhập sau.',
    save: 'Lưu ngôn ngữ',
    saved: 'Đã lưu ngôn ngữ.',
  },

  devices: {
    title: 'Thiết bị đang đăng nhập',
    about:
      'Mỗi dòng là một lần đăng nhập còn hiệu lực. Nếu không nhận ra, hãy đăng xuất thiết bị đó, đổi mật khẩu và báo người quản trị hệ thống.',
    device: (browser: string, system: string) => `${browser} trên ${system}`,
    unknown: 'Không rõ thiết bị',
    unknownBrowser: 'Trình duyệt khác',
    unknownSystem: 'thiết bị khác',
    thisDevice: 'thiết bị này',
    signedIn: 'Đăng nhập lúc',
    until: 'Tự kết thúc lúc',
    address: 'Địa chỉ mạng',
    applications: 'Đã vào',
    noApplications: 'Chưa vào ứng dụng nào',
    end: 'Đăng xuất',
    endThis: (device: string) => `Đăng xuất ${device}`,
    endAll: 'Đăng xuất khỏi mọi thiết bị',
    ended: 'Đã đăng xuất thiết bị đó.',
    gone: 'Lần đăng nhập đó đã kết thúc từ trước.',
    none: 'Không có lần đăng nhập nào còn hiệu lực.',
    whatHappens: 'Điều sẽ xảy ra:',
    endOne: {
      title: 'Đăng xuất một thiết bị',
      consequences: [
        'Phiên đăng nhập trên thiết bị đó kết thúc ngay; ai dùng tiếp phải nhập lại mật khẩu.',
        'Các ứng dụng đã vào từ thiết bị đó được báo để đăng xuất theo. Việc đang làm dở ở đó có thể mất.',
      ],
    },
    endHere: 'Đây chính là thiết bị đang dùng: sau đó cần đăng nhập lại để tiếp tục.',
    all: {
      title: 'Đăng xuất khỏi mọi thiết bị',
      consequences: [
        'Mọi phiên đăng nhập của tài khoản này kết thúc ngay, kể cả trên thiết bị đang dùng.',
        'Các ứng dụng đã vào được báo để đăng xuất theo. Việc đang làm dở ở đó có thể mất.',
        'Muốn dùng tiếp, hãy đăng nhập lại bằng mật khẩu.',
      ],
    },
    allEnded: {
      title: 'Đã đăng xuất khỏi mọi thiết bị',
      about:
        'Các ứng dụng đã vào đang được báo để đăng xuất theo. Nếu nghi có người biết mật khẩu, hãy đổi mật khẩu trước khi đăng nhập lại.',
      again: 'Đăng nhập lại',
    },
  },

  journal: 'Hoạt động của tài khoản',
  journalHint:
    'Nếu có hoạt động không phải của mình, hãy báo ngay cho người quản trị hệ thống và đổi mật khẩu.',
  journalEmpty: 'Chưa có hoạt động nào.',
  journalNothing:
    'Không có hoạt động nào khớp. Hãy bỏ bớt điều kiện lọc hoặc nới khoảng thời gian.',
  journalEvent: 'Hoạt động',
  journalAll: 'Tất cả',
  journalFrom: 'Từ ngày',
  journalTo: 'Đến ngày',
  journalFilter: 'Lọc',
  journalClear: 'Bỏ lọc',
  journalNewest: 'Về đầu danh sách',
  journalOlder: 'Cũ hơn',
  journalPages: 'Các trang của danh sách',
  by: (name: string) => `người thực hiện: ${name}`,
  denying: 'không cho phép',
  application: 'Ứng dụng',

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
      'Xem thông tin của chính mình ở trang Tài khoản và nhật ký ở trang Hoạt động. Yêu cầu chỉnh sửa gửi người phụ trách công nghệ thông tin của cơ quan, đơn vị hoặc người quản trị hệ thống; yêu cầu được trả lời trong 2 ngày làm việc.',
    perApplication: 'Từng ứng dụng được phép dùng nhận gì',
    signedOut: 'Đăng nhập để xem từng ứng dụng được phép dùng nhận những gì.',
    receives: 'Thông tin nhận được',
  },
};
