import type { FieldErrorCode } from '../../forms.ts';

const fields: Record<FieldErrorCode, string> = {
  required: 'Chưa nhập. Hãy điền mục này.',
  'too-long': 'Dài quá mức cho phép. Hãy rút gọn.',
  malformed: 'Không đúng định dạng. Hãy kiểm tra lại.',
  'not-a-choice': 'Chưa chọn đúng. Hãy chọn một mục trong danh sách.',
  'not-a-number': 'Cần một số nguyên trong khoảng cho phép.',
  'not-a-date': 'Ngày không đúng. Hãy viết theo mẫu 31/12/2026.',
  'not-an-address': 'Địa chỉ không đúng. Hãy viết đầy đủ, bắt đầu bằng https://',
  'not-a-mail': 'Địa chỉ thư điện tử không đúng. Hãy viết theo mẫu ten@donvi.gov.vn.',
  'not-a-phone': 'Số điện thoại không đúng. Hãy viết như 0296 385 2000 hoặc +84 296 385 2000.',
  'not-a-moment': 'Thời điểm không đúng. Hãy viết theo mẫu 31/12/2026 17:30.',
  'not-a-time': 'Hãy viết giờ dạng HH:mm, ví dụ 7:30 hoặc 17:00.',
  'not-a-user-name':
    'Tên đăng nhập gồm chữ cái không dấu, chữ số, dấu chấm, gạch nối, gạch dưới; dài 2 đến 64 ký tự.',
  'not-a-code': 'Mã gồm chữ thường không dấu, chữ số, gạch nối; dài 2 đến 64 ký tự.',
  'not-json': 'Nội dung JSON không đọc được. Hãy kiểm tra dấu ngoặc và dấu phẩy.',
  'not-a-dn': 'Không phải một DN. Hãy viết như ou=people,dc=angiang,dc=gov,dc=vn.',
  'not-a-filter': 'Bộ lọc LDAP phải nằm trong ngoặc, như (objectClass=inetOrgPerson).',
  'not-an-ldap-url': 'Địa chỉ phải là ldap://máy:cổng hoặc ldaps://máy:cổng, không có gì phía sau.',
  'url-and-security-differ':
    'LDAPS cần địa chỉ ldaps://, các cách khác cần ldap://. Hãy sửa cho khớp.',
  'plain-needs-consent':
    'Không mã hóa thì mật khẩu đi qua mạng ở dạng đọc được. Hãy chọn cách khác, hoặc đánh dấu cho phép bên dưới.',
  'writable-needs-encryption':
    'Đổi mật khẩu cần đường truyền được mã hóa. Hãy chọn StartTLS hoặc LDAPS, hoặc bỏ đánh dấu này.',
  'not-a-certificate':
    'Không phải chứng thư của nơi cấp ở dạng PEM. Hãy dán cả dòng BEGIN và END CERTIFICATE.',
  'not-an-attribute': 'Tên thuộc tính gồm chữ cái, chữ số, dấu chấm, gạch nối.',
  'not-an-expression':
    'Viết tên thuộc tính, "hằng số" trong ngoặc kép, hoặc mẫu như {sn} {givenName}; các cách lấy thay thế nhau cách bởi dấu |.',
  'not-a-rule': 'Mỗi dòng có một dấu bằng: vế trái là tên, vế phải là giá trị.',
};

export const forms = {
  ...fields,
  optional: 'không bắt buộc',
  mendBelow: 'Chưa lưu được. Hãy sửa các mục được đánh dấu bên dưới; những gì đã nhập vẫn còn.',
  keptNow: 'Đang lưu',
  empty: '(trống)',
  ticked: 'có',
  unticked: 'không',
};
