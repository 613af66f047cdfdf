import type { RejectionReason } from '../../../directory/rejection.ts';

/** Vì sao một mục của thư mục không lấy được, hoặc cần lưu ý. */
export const rejections: Record<RejectionReason, string> = {
  'no-id': 'Không có mã định danh vĩnh viễn (entryUUID hoặc objectGUID).',
  'no-username': 'Không có tên đăng nhập.',
  'username-invalid': 'Tên đăng nhập có ký tự không dùng được.',
  'username-taken': 'Tên đăng nhập đang thuộc hoặc từng thuộc một tài khoản khác.',
  'username-duplicate': 'Nhiều người mới cùng một tên đăng nhập; không ai được nhận.',
  'no-name': 'Không có họ và tên.',
  'name-too-long': 'Họ và tên quá dài.',
  'not-utf8': 'Họ và tên không phải chữ Unicode hợp lệ.',
  'no-mail': 'Không có thư điện tử.',
  'mail-invalid': 'Địa chỉ thư điện tử không đúng; để trống.',
  'mail-taken': 'Thư điện tử đang thuộc hoặc từng thuộc một tài khoản khác; không lấy.',
  'mail-duplicate': 'Nhiều người mới cùng một thư điện tử; không ai được nhận.',
  'phone-invalid': 'Số điện thoại không đúng; để trống.',
  'no-title': 'Không có chức vụ.',
  'no-unit': 'Không thuộc đơn vị nào.',
  'unit-code-taken': 'Mã đơn vị đã dùng cho một đơn vị khác; để trống.',
  'group-code-taken': 'Mã nhóm đã dùng cho một nhóm khác; nhóm được cấp mã khác.',
  'unknown-members': 'Nhóm có thành viên không đọc được từ thư mục.',
};
