/** Trang tổng quan: biểu đồ theo giờ và những việc cần để ý. */
export const dashboard = {
  byHour: 'Đăng nhập hôm nay theo giờ',
  hour: 'Giờ',
  hourOf: (hour: number) => `${hour} giờ`,
  good: 'Thành công',
  bad: 'Không thành công',
  summary: (good: string, bad: string, busiest: string) =>
    `Hôm nay có ${good} lượt đăng nhập thành công, ${bad} lần không thành công; nhiều nhất lúc ${busiest}.`,
  none: 'Hôm nay chưa có ai đăng nhập.',
  asTable: 'Xem dạng bảng',
  attention: 'Cần để ý',
  nothing: 'Không có gì cần để ý.',
  suspended: (count: string) => `${count} người bị thư mục tạm ngưng hôm nay:`,
  allSuspended: 'Xem trong nhật ký',
  secret: (name: string) => `Khóa bí mật của ${name}`,
  key: (alg: string) => `Khóa ký ${alg} cũ`,
  ends: (date: string) => `hết hạn ${date}`,
  ended: (date: string) => `đã hết hạn từ ${date}`,
  failing: (name: string) => `Lượt đồng bộ gần nhất của ${name} không thành công`,
  nextRun: (at: string) => `Lượt tới: ${at}`,
  noChange: 'Không có thay đổi.',
};
