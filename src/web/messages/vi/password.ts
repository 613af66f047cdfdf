/** Đổi mật khẩu do dịch vụ thư mục giữ: ở trang tài khoản, và khi thư mục bắt buộc lúc đăng nhập. */
export const password = {
  title: 'Đổi mật khẩu',
  about:
    'Mật khẩu này là mật khẩu của dịch vụ thư mục: đổi ở đây thì máy tính, thư điện tử và phần mềm khác dùng cùng tài khoản cũng phải dùng mật khẩu mới.',
  othersEnd: 'Sau khi đổi, các thiết bị khác đang đăng nhập sẽ phải đăng nhập lại.',
  why: {
    'must-change': 'Mật khẩu vừa nhập là đúng, nhưng thư mục yêu cầu đổi trước khi dùng tiếp.',
    expired: 'Mật khẩu vừa nhập là đúng, nhưng đã hết hạn. Hãy đặt mật khẩu mới để tiếp tục.',
  },
  rules:
    'Độ dài và các quy tắc khác do dịch vụ thư mục quy định; nếu mật khẩu mới không đạt, trang này sẽ cho biết vì sao.',
  demands: {
    title: 'Mật khẩu mới cần:',
    length: (least: number) => `từ ${least} đến 128 ký tự, có thể là một câu có dấu cách`,
    classes: (count: number) =>
      count === 4
        ? 'đủ chữ thường, chữ hoa, chữ số và ký tự khác'
        : `ít nhất ${count} loại trong số chữ thường, chữ hoa, chữ số và ký tự khác`,
    names: 'không chứa họ tên hoặc tên đăng nhập',
    common: 'không phải mật khẩu hay gặp như Matkhau@123, Anhyeuem2026',
    earlier: 'khác các mật khẩu đã dùng gần đây',
  },
  strength: {
    label: 'Độ mạnh của mật khẩu',
    levels: ['Dễ đoán: hãy chọn mật khẩu khác', 'Tạm được', 'Khá mạnh', 'Rất mạnh'],
    tooShort: 'Chưa đủ dài',
    tooFewClasses: 'Chưa đủ loại ký tự',
    holdsName: 'Có chứa họ tên hoặc tên đăng nhập',
  },
  current: 'Mật khẩu đang dùng',
  new: 'Mật khẩu mới',
  again: 'Nhập lại mật khẩu mới',
  submit: 'Đổi mật khẩu',
  submitAndGo: 'Đổi mật khẩu và tiếp tục',
  heading: 'Mật khẩu',
  link: 'Đổi mật khẩu',
  linkAbout: 'Mật khẩu dùng chung với máy tính, thư điện tử và các phần mềm khác của cơ quan.',
  done: 'Đã đổi mật khẩu. Các thiết bị khác phải đăng nhập lại bằng mật khẩu mới.',
  wait: (seconds: number) =>
    `Đã sai nhiều lần. Hãy thử lại sau ${seconds} giây; nhập trước lúc đó không được tính.`,
  faults: {
    'current-missing': 'Chưa nhập mật khẩu đang dùng.',
    missing: 'Chưa nhập mật khẩu mới.',
    'too-long': 'Mật khẩu quá dài. Hãy kiểm tra lại.',
    'not-the-same': 'Hai lần nhập không giống nhau. Hãy nhập lại cả hai.',
    same: 'Mật khẩu mới trùng với mật khẩu đang dùng. Hãy chọn mật khẩu khác.',
    wrong: 'Mật khẩu đang dùng không đúng. Hãy kiểm tra bộ gõ và phím Caps Lock rồi nhập lại.',
    'too-short': 'Mật khẩu mới ngắn hơn quy định của thư mục. Hãy chọn mật khẩu dài hơn.',
    'too-simple':
      'Mật khẩu mới chưa đủ phức tạp theo quy định của thư mục. Hãy dùng mật khẩu dài hơn, có chữ thường, chữ hoa, chữ số và ký tự khác, không chứa họ tên.',
    'too-young':
      'Mật khẩu vừa được đổi gần đây nên thư mục chưa cho đổi tiếp. Hãy thử lại sau một ngày; nếu mật khẩu đã lộ, hãy báo ngay người phụ trách công nghệ thông tin để đặt lại.',
    'in-history': 'Mật khẩu mới là mật khẩu đã dùng trước đây. Hãy chọn mật khẩu chưa từng dùng.',
    'against-policy':
      'Thư mục không nhận mật khẩu mới vì không đúng quy định: quá ngắn, chưa đủ phức tạp, đã từng dùng, chứa họ tên, hoặc mật khẩu vừa được đổi gần đây. Hãy chọn mật khẩu khác; nếu vẫn không được, hãy hỏi người phụ trách công nghệ thông tin.',
    locked:
      'Tài khoản đang bị khóa trong thư mục sau nhiều lần nhập sai. Hãy đợi ít phút, hoặc hỏi người phụ trách công nghệ thông tin để mở khóa.',
    closed:
      'Thư mục không cho tài khoản này đăng nhập lúc này nên chưa đổi được mật khẩu. Hãy hỏi người phụ trách công nghệ thông tin của cơ quan, đơn vị.',
    expired:
      'Mật khẩu đã hết hạn nên không tự đổi được nữa. Hãy đề nghị người phụ trách công nghệ thông tin đặt lại mật khẩu.',
    'not-permitted':
      'Dịch vụ thư mục không cho tài khoản này tự đổi mật khẩu. Hãy đề nghị người phụ trách công nghệ thông tin đổi giúp.',
    unreachable:
      'Chưa liên lạc được với dịch vụ thư mục nên mật khẩu chưa được đổi. Hãy thử lại sau ít phút.',
  },
};
