/** Theo dõi thay đổi của một nguồn dữ liệu ngay khi xảy ra. */
export const live = {
  title: 'Theo dõi thay đổi',
  hint: 'Thay đổi trong thư mục được áp dụng ngay, không đợi lượt đọc toàn bộ. Lượt đọc toàn bộ vẫn chạy theo lịch để tự sửa sai lệch.',
  method: 'Cách theo dõi',
  methods: {
    auto: 'Tự động: cách tốt nhất mà máy chủ hỗ trợ',
    syncrepl: 'syncrepl của OpenLDAP (RFC 4533)',
    dirsync: 'DirSync của Active Directory và Samba',
    timestamp: 'Theo thời điểm sửa của từng mục',
    none: 'Không theo dõi, chỉ đọc toàn bộ theo lịch',
  },
  persist: 'Giữ kết nối để máy chủ báo ngay khi có thay đổi',
  persistHint: 'Chỉ với syncrepl: người bị tạm ngưng ra khỏi mọi phần mềm trong vài giây.',
  everySeconds: 'Hỏi lại sau (giây)',
  everySecondsHint: 'Dùng khi máy chủ không tự báo. Từ 5 đến 3.600 giây.',
  ways: {
    syncrepl: (persistent: boolean, seconds: string) =>
      persistent
        ? 'máy chủ báo ngay khi có thay đổi (syncrepl)'
        : `hỏi máy chủ ${seconds} giây một lần (syncrepl)`,
    dirsync: (_: boolean, seconds: string) => `hỏi máy chủ ${seconds} giây một lần (DirSync)`,
    timestamp: (_: boolean, seconds: string) =>
      `tìm mục có thời điểm sửa mới, ${seconds} giây một lần; người bị xóa được nhận ra trong khoảng 5 phút`,
  },
  state: 'Tình trạng',
  states: {
    starting: 'Đang bắt đầu',
    running: 'Đang chạy',
    held: 'Tạm dừng',
    waiting: 'Chưa theo dõi được',
    stopped: 'Không chạy',
  },
  off: 'Không theo dõi. Thay đổi được nhận ra ở lượt đọc toàn bộ theo lịch.',
  notYet: 'Chưa bắt đầu.',
  since: (at: string) => `từ ${at}`,
  lastChange: 'Thay đổi gần nhất',
  noChange: 'chưa có',
  why: 'Vì sao',
  heldBy:
    'Một lượt đồng bộ đang bị giữ. Chưa áp dụng gì thêm cho đến khi lượt đó được cho phép hoặc bị bỏ.',
  seeHeld: 'Xem lượt bị giữ',
  nobody: 'Không máy chủ nào của hệ thống đang theo dõi nguồn này.',
  memberOf:
    'Thành viên nhóm lấy từ thuộc tính memberOf: thay đổi thành viên nhóm có thể chỉ được nhận ra ở lượt đọc toàn bộ.',
  probe: 'Theo dõi thay đổi',
  probes: {
    syncrepl: 'Máy chủ có thể báo ngay khi có thay đổi (syncrepl).',
    dirsync: 'Máy chủ cho hỏi những gì đã thay đổi (DirSync).',
    timestamp:
      'Máy chủ không báo thay đổi; sẽ tìm theo thời điểm sửa của từng mục. Với OpenLDAP, hãy bật syncprov để thay đổi có hiệu lực trong vài giây.',
  },
};
