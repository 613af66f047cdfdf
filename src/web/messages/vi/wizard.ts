export const wizard = {
  title: 'Thêm ứng dụng theo từng bước',
  steps: {
    about: 'Tên và chủ quản',
    kind: 'Kiểu ứng dụng',
    addresses: 'Địa chỉ',
    people: 'Ai được dùng',
    connect: 'Kết nối',
    test: 'Đăng nhập thử',
  },
  stepsLabel: 'Các bước thêm ứng dụng',
  next: 'Lưu và tiếp tục',
  continue: 'Tiếp tục',
  later: 'Để sau',
  resume: 'Tiếp tục các bước kết nối',
  draftNote:
    'Ứng dụng được lưu thành bản nháp ngay từ bước này: có thể dừng lại và làm tiếp sau. Chưa ai vào được bản nháp.',
  wholeForm: 'Nhập tất cả trong một trang',
  clientIdHint:
    'Chữ thường không dấu, chữ số, dấu chấm, gạch nối; không đổi được về sau. Để trống thì lấy theo tên.',
  ownerHint: 'Phải có cơ quan chủ quản hoặc đầu mối liên hệ trước khi đưa vào hoạt động.',
  kindLegend: 'Ứng dụng thuộc kiểu nào?',
  kinds: {
    web: 'Trang web có máy chủ',
    browser: 'Trang web chạy hoàn toàn trong trình duyệt',
    native: 'Ứng dụng trên điện thoại hoặc máy tính',
    machine: 'Chương trình gọi chương trình, không có người',
    link: 'Chỉ là đường dẫn trên trang ứng dụng',
  },
  kindHints: {
    web: 'Java, .NET, PHP, Node, Python… Giữ được khóa bí mật trên máy chủ. Đặt sẵn: client_secret_basic, authorization_code và refresh_token, PKCE.',
    browser:
      'React, Vue, Angular không có máy chủ riêng. Không giữ được bí mật. Đặt sẵn: none, authorization_code và refresh_token, PKCE bắt buộc.',
    native:
      'Android, iOS, Windows. Không giữ được bí mật; chuyển hướng về lược đồ riêng hoặc địa chỉ https. Đặt sẵn: none, authorization_code và refresh_token, PKCE bắt buộc.',
    machine:
      'Đồng bộ số liệu, tác vụ định kỳ. Đặt sẵn: client_secret_basic, client_credentials; không có địa chỉ chuyển hướng.',
    link: 'Ứng dụng chưa đăng nhập qua hệ thống này; người sử dụng chỉ mở nó từ trang ứng dụng.',
  },
  scopesLegend: 'Ứng dụng được đọc những gì về người đăng nhập?',
  scopes: {
    profile: 'Họ tên, tên đăng nhập (profile)',
    email: 'Thư điện tử (email)',
    phone: 'Số điện thoại (phone)',
    org: 'Đơn vị, chức vụ, nhóm (org)',
  },
  redirect: (i: number) => `Địa chỉ sau đăng nhập ${i}`,
  logout: (i: number) => `Địa chỉ sau đăng xuất ${i}`,
  redirectHint:
    'Nơi trình duyệt quay về khi đăng nhập xong. So từng chữ: phải đúng như ứng dụng gửi, bắt đầu bằng https://',
  nativeHint: 'https:// hoặc lược đồ riêng, ví dụ vn.gov.angiang.ungdung:/xong',
  moreLines: 'Thêm dòng',
  noAddresses:
    'Chương trình gọi chương trình không có địa chỉ chuyển hướng. Hãy sang bước kết nối.',
  chooseKindFirst: 'Chưa chọn kiểu ứng dụng. Hãy chọn ở bước trước.',
  nowAllowed: 'Đã cấp phép',
  noneYet: 'Chưa cấp phép cho ai. Khi chưa có cấp phép, không ai vào được.',
  reach: (people: string, names: string, more: boolean) =>
    people === '0' ? 'chưa có ai' : `${people} người: ${names}${more ? '…' : ''}`,
  reachHint: 'Số người đang hoạt động mà riêng mỗi cấp phép chạm tới.',
  everyone: 'Cho phép mọi người sử dụng',
  addPeople: 'Thêm đơn vị, nhóm hoặc người',
  choose: 'Chọn một hoặc nhiều',
  addChosen: 'Cho phép những mục đã chọn',
  nothingChosen: 'Chưa chọn mục nào. Hãy đánh dấu ít nhất một mục.',
  remove: 'Bỏ',
  seePeople: 'Xem từng người và lý do',
  machinePeople:
    'Chương trình gọi chương trình không có người đăng nhập: không cần cấp phép cho ai.',
  connectTitle: (name: string) => `Kết nối ${name}`,
  connectIntro:
    'Trang này có mọi thứ đơn vị phát triển cần; có thể in. Khóa bí mật chỉ hiện một lần, ngay sau khi cấp.',
  linkOnly:
    'Ứng dụng này chỉ là đường dẫn, không đăng nhập qua hệ thống: không có gì phải kết nối.',
  copy: 'Sao chép',
  copied: 'Đã sao chép',
  secretNeeded: 'Ứng dụng chứng minh mình bằng khóa bí mật.',
  secretsNow: (count: number) =>
    count === 0 ? 'Chưa cấp khóa nào.' : `Đang có ${count} khóa; khóa đã cấp không xem lại được.`,
  noSecret: 'Ứng dụng này không có khóa bí mật.',
  issueSecret: 'Cấp khóa bí mật',
  snippets: 'Đoạn mã mẫu',
  snippetsHint:
    'Đã điền sẵn giá trị của ứng dụng này; khóa bí mật được đọc từ biến môi trường, không viết vào mã.',
  tried: 'đã chạy thử với hệ thống này',
  untried: 'viết theo tài liệu, chưa chạy thử',
  endpoints: 'Các địa chỉ',
  authorize: 'Đăng nhập (authorization)',
  token: 'Đổi mã (token)',
  userinfo: 'Thông tin người dùng (userinfo)',
  endSession: 'Đăng xuất (end session)',
  introspection: 'Tra cứu mã truy cập (introspection)',
  keys: 'Khóa công khai (jwks)',
  pkce: 'PKCE',
  pkceNeeded: 'bắt buộc, S256',
  print: 'In trang này bằng lệnh in của trình duyệt.',
  notActive:
    'Ứng dụng chưa hoạt động: người sử dụng chưa đăng nhập được cho đến khi đưa vào hoạt động.',
  tryIt: 'Đăng nhập thử',
  openConnect: 'Trang kết nối',
};
