/** Máy chủ của một nguồn và việc đăng nhập khi tất cả đều mất liên lạc. */
export const servers = {
  title: 'Máy chủ',
  url: 'Địa chỉ',
  since: 'Từ lúc',
  seen: 'Ghi nhận',
  states: { good: 'Liên lạc tốt', partly: 'Không ổn định', dead: 'Mất liên lạc' },
  unknown: 'Chưa kiểm tra',
  troubles: {
    'directory.unreachable': 'Không kết nối được.',
    'directory.timeout': 'Nhận kết nối nhưng không trả lời.',
    'directory.tls': 'Không lập được kết nối mã hóa: cần kiểm tra chứng thư.',
    'directory.malformed': 'Trả lời không đúng giao thức LDAP.',
  } as Readonly<Record<string, string>>,
  byNode: (node: string, words: string) => `${node}: ${words}`,
  note: {
    good: 'Máy chủ được kiểm tra thường xuyên. Khi một máy chủ mất liên lạc, các máy chủ còn lại thay thế.',
    some: 'Máy chủ mất liên lạc được thử lại tự động; việc đăng nhập và đồng bộ dùng máy chủ còn lại.',
    all: 'Mọi máy chủ đều mất liên lạc và đang được thử lại tự động. Chưa đồng bộ được.',
  },
  allGood: 'Liên lạc tốt',
  someLost: (lost: string, total: string) => `Mất liên lạc ${lost}/${total} máy chủ`,
  allLost: 'Mất liên lạc',

  outage: 'Khi mất liên lạc với thư mục',
  policy: 'Khi mọi máy chủ mất liên lạc, người của nguồn này',
  policies: {
    accept: 'Đăng nhập bằng bản dự phòng',
    refuse: 'Không đăng nhập được',
  },
  policyHint:
    'Bản xác nhận dự phòng được tạo mỗi khi thư mục công nhận mật khẩu và được niêm phong tại đây; không ai đọc lại được mật khẩu từ đó. Chọn không cho đăng nhập sẽ xóa mọi bản đang có.',
  hours: 'Bản xác nhận có hiệu lực trong (giờ)',
  hoursHint: 'Từ 1 đến 720 giờ, tính từ lần gần nhất thư mục công nhận mật khẩu.',
  accepts: (hours: string) =>
    `Đăng nhập được bằng bản xác nhận dự phòng, trong ${hours} giờ kể từ lần gần nhất thư mục công nhận mật khẩu`,
  refuses: 'Không đăng nhập được cho đến khi có liên lạc lại',
  verifiers: 'Người có bản xác nhận dự phòng',

  lostAll: (name: string) => `Mất liên lạc với mọi máy chủ của ${name}`,
  lostSome: (name: string, lost: string, total: string) =>
    `${name}: mất liên lạc ${lost}/${total} máy chủ`,
  lostSince: (at: string) => `từ ${at}`,
  byVerifier: (count: string) =>
    `${count} lượt đăng nhập hôm nay bằng bản xác nhận dự phòng vì thư mục mất liên lạc`,
};
