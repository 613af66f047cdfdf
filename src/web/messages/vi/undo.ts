/** Hoàn tác một lượt đồng bộ đã áp dụng. */
export const undo = {
  button: 'Hoàn tác lượt này',
  title: 'Hoàn tác lượt đồng bộ',
  done: 'Hoàn tác',
  doneBy: (by: string, at: string) => `${by}, ${at}`,
  counts: {
    people: 'người trở lại như trước',
    units: 'đơn vị trở lại như trước',
    groups: 'nhóm trở lại như trước',
    posts: 'vị trí công tác được trả lại hoặc bỏ đi',
    members: 'tư cách thành viên nhóm được trả lại hoặc bỏ đi',
    made: 'người, đơn vị, nhóm mới bị tạm ngưng hoặc đóng',
  },
  madeStays:
    'Người mà lượt này thêm mới không bị xóa mà bị tạm ngưng; đơn vị và nhóm mới bị đóng. Tên đăng nhập đã cấp vẫn thuộc về người đó.',
  rights:
    'Người được trả lại quyền thì đăng nhập được ngay; người mất quyền bị đăng xuất khỏi các ứng dụng.',
  sourceOff: (source: string) =>
    `Nguồn “${source}” bị tắt, vì thư mục vẫn nói như cũ và lượt sau sẽ làm lại. Hãy sửa thư mục hoặc ánh xạ, chạy thử, rồi bật lại.`,
  nothing: 'Không còn mục nào của lượt này có thể trả lại như trước.',
  notKept: (days: string, rows: string) =>
    `Lượt này không hoàn tác được: giá trị cũ chỉ được giữ trong ${days} ngày và với lượt thay đổi không quá ${rows} dòng.`,
  collisions: 'Mục đã được sửa sau lượt này',
  collisionsHint: 'Các mục này giữ nguyên như hiện nay, dù có hoàn tác phần còn lại hay không.',
  firstOf: (count: string) => `Hiện ${count} dòng đầu.`,
  left: 'Sau lượt này',
  now: 'Hiện nay',
  why: 'Vướng mắc',
  obstacles: {
    edited: 'đã được sửa',
    'in-use': 'đơn vị mới đã có người hoặc đơn vị con',
    taken: 'mã cũ nay thuộc đơn vị khác',
    'other-main': 'người này đã có vị trí chính khác',
  },
  rest: (count: string) => `Hoàn tác phần còn lại, giữ nguyên ${count} mục đã được sửa`,
  reason: 'Lý do',
  reasonHint: 'Được ghi vào nhật ký và hiện ở trang của lượt này.',
};
