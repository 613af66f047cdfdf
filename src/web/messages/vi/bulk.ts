// One deed on many things at once.
const actions = {
  'people.suspend': 'Tạm ngưng tài khoản',
  'people.restore': 'Khôi phục tài khoản',
  'people.group': 'Thêm vào nhóm',
  'people.allow': 'Cho phép vào ứng dụng',
  'people.deny': 'Không cho phép vào ứng dụng',
  'people.sessions': 'Thu hồi mọi phiên đăng nhập',
  'members.remove': 'Bớt khỏi nhóm',
  'applications.suspend': 'Tạm ngưng ứng dụng',
  'applications.activate': 'Đưa ứng dụng vào hoạt động',
  'grants.remove': 'Thu hồi cấp phép',
  'sessions.end': 'Thu hồi phiên đăng nhập',
};

const obstacles = {
  gone: 'không còn nữa',
  self: 'là chính tài khoản của bạn',
  administrator: 'là tài khoản quản trị: hãy làm riêng từng tài khoản',
  already: 'đã như vậy rồi',
  none: 'không có phiên đăng nhập nào',
  initial: 'còn chờ duyệt: hãy duyệt riêng từng tài khoản',
  retired: 'đã ngừng sử dụng: hãy làm riêng từng trường hợp',
  draft: 'còn là bản nháp',
  'built-in': 'là ứng dụng có sẵn của hệ thống: hãy làm riêng từng trường hợp',
  directory: 'do dịch vụ thư mục quản lý: hãy bớt ở thư mục rồi đồng bộ',
};

const outcomes = {
  done: 'Đã làm',
  skipped: 'Để nguyên',
  refused: 'Không làm được',
};

const consequences = {
  'people.suspend': [
    'Những người này không đăng nhập được nữa, cho đến khi được khôi phục.',
    'Mọi phiên đang mở của họ ở các ứng dụng bị kết thúc ngay. Tài khoản, nhóm và cấp phép được giữ nguyên.',
  ],
  'people.restore': ['Những người này đăng nhập lại được ngay, với nhóm và cấp phép như trước.'],
  'people.group': ['Những người này được dùng mọi ứng dụng mà nhóm mở cho thành viên.'],
  'people.allow': [
    'Mỗi người có một cấp phép riêng. Nếu đang có cấp phép “Không cho phép” riêng, nó được thay thế.',
    'Người bị ngăn qua nhóm hoặc đơn vị vẫn không vào được: không cho phép luôn thắng.',
  ],
  'people.deny': [
    'Những người này không vào được ứng dụng nữa, dù nhóm hoặc đơn vị được phép; phiên đang mở ở đó kết thúc ngay.',
  ],
  'people.sessions': [
    'Những người này phải đăng nhập lại ở mọi ứng dụng và mọi thiết bị. Tài khoản không bị khóa.',
  ],
  'members.remove': ['Ai chỉ vào được ứng dụng nhờ nhóm này sẽ mất quyền ngay.'],
  'applications.suspend': [
    'Không ai đăng nhập vào các ứng dụng này được nữa; phiên đang mở ở đó kết thúc ngay.',
    'Cấp phép được giữ nguyên.',
  ],
  'applications.activate': ['Người có cấp phép vào được ngay.'],
  'grants.remove': [
    'Ai chỉ vào được ứng dụng nhờ các cấp phép này sẽ mất quyền ngay.',
    'Ai bị các cấp phép này ngăn lại sẽ vào được nếu có cấp phép khác cho phép.',
  ],
  'sessions.end': [
    'Các phiên này kết thúc ngay, cùng các ứng dụng đã vào trong phiên. Các phiên khác vẫn còn.',
  ],
};

export const bulk = {
  actions,
  obstacles,
  outcomes,
  consequences,
  pick: 'Chọn',
  pickOne: (name: string) => `Chọn ${name}`,
  pickPage: 'Chọn cả trang này',
  scope: 'Áp dụng cho',
  scopes: {
    marked: 'Các dòng đã đánh dấu',
    page: (rows: string) => `Cả ${rows} dòng của trang này`,
    all: (rows: string) => `Tất cả các dòng khớp điều kiện lọc, ở mọi trang${rows && ` (${rows})`}`,
  },
  over: (rows: string) => `hơn ${rows}`,
  action: 'Thao tác',
  go: 'Tiếp tục…',
  list: 'Danh sách',
  backToList: 'Về danh sách',
  leftAlone: 'Những trường hợp được để nguyên',
  nobody: 'Không có trường hợp nào trong số đã chọn làm được thao tác này.',
  touched: (count: string, total: string) => `Áp dụng cho ${count} trong ${total} đã chọn`,
  andMore: (names: string, more: string) => `${names}; và ${more} trường hợp khác`,
  oneByOne:
    'Làm lần lượt từng trường hợp, mỗi trường hợp một bản ghi nhật ký. Trường hợp nào không làm được thì được nêu lý do, các trường hợp khác vẫn làm tiếp.',
  doIt: (action: string, count: string) => `${action} (${count})`,
  chooseTarget: (action: string, total: string) => `${action}: ${total} đã chọn`,
  chooseThis: 'Chọn',
  findApplication: 'Tìm ứng dụng',
  findApplicationHint: 'Một phần tên hoặc mã ứng dụng',
  states: {
    running: (seen: string, total: string) => `Đang làm: ${seen} trong ${total}.`,
    stopped: (seen: string, total: string) =>
      `Đã dừng sau ${seen} trong ${total}. Những gì đã làm được giữ nguyên.`,
    finished: (at: string) => `Đã xong lúc ${at}.`,
  },
  counts: (done: string, skipped: string, refused: string) =>
    `Đã làm ${done}; để nguyên ${skipped}; không làm được ${refused}.`,
  progress: 'Tiến độ',
  stop: 'Dừng lại',
  goesOn: 'Công việc vẫn tiếp tục khi bạn rời trang này; kết quả được giữ ở đây trong 30 ngày.',
  report: 'Kết quả từng trường hợp',
  what: 'Đối tượng',
  id: 'Mã định danh',
  outcome: 'Kết quả',
  why: 'Vì sao',
  waiting: 'chưa làm',
  noneSuch: 'Không có trường hợp nào.',
  inJournal: 'Xem trong nhật ký',
};
