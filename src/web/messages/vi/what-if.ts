/** The step before a change of who may enter what is kept. */
export const whatIf = {
  title: 'Thay đổi này sẽ dẫn đến',
  look: 'Xem trước ai được, ai mất quyền',
  keep: 'Đã xem, lưu thay đổi',
  edit: 'Sửa lại',
  notYet: 'Chưa lưu gì.',
  context:
    'Đã tính cho lúc này, trong và ngoài giờ làm việc, trong và ngoài mạng của tỉnh, có và không có xác thực hai lớp.',
  stale:
    'Từ lúc xem đến giờ, danh sách người mất quyền đã khác. Hãy xem lại danh sách dưới đây rồi lưu.',
  nothing: 'Không ai được thêm hay mất quyền vào ứng dụng nào.',
  lose: (people: string, applications: string) =>
    `${people} người mất quyền vào ${applications} ứng dụng.`,
  gain: (people: string, applications: string) =>
    `${people} người được thêm quyền vào ${applications} ứng dụng.`,
  losing: 'Mất quyền',
  gaining: 'Được thêm quyền',
  people: 'Số người',
  who: 'Gồm',
  andMore: (names: string, more: string) => `${names} và ${more} người khác`,
  everybody: (count: string) => `Toàn bộ danh sách (${count} dòng)`,
  shown: (first: string, last: string, all: string) => `${first}–${last} trong ${all}`,
  previous: 'Trang trước',
  next: 'Trang sau',
  effect: 'Thay đổi',
  gains: 'Được thêm quyền',
  loses: 'Mất quyền',
  partly: 'tùy giờ, vùng mạng hoặc xác thực hai lớp',
};
