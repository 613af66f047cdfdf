import type { ErrorCode, ErrorParams } from '../../../core/errors.ts';

/** What happened, and what to do. */
export const errors: Record<ErrorCode, (p: ErrorParams) => string> = {
  'request.malformed': () => 'Yêu cầu không đúng định dạng. Hãy quay lại trang trước và thử lại.',
  'request.too-large': () => 'Dữ liệu gửi lên quá lớn. Hãy rút gọn rồi gửi lại.',
  'request.unknown-host': () =>
    'Địa chỉ truy cập không đúng. Hãy dùng địa chỉ chính thức của hệ thống.',
  'request.foreign-origin': () =>
    'Biểu mẫu được gửi từ một trang khác nên đã bị từ chối. Hãy mở lại trang này và gửi lại.',
  'request.not-found': () => 'Không có trang này. Hãy kiểm tra lại địa chỉ.',
  'request.method-not-allowed': () => 'Trang này không nhận kiểu yêu cầu vừa gửi.',
  'request.unsupported-media-type': () => 'Trang này không nhận kiểu dữ liệu vừa gửi.',
  'request.too-many': (p) =>
    `Có quá nhiều yêu cầu cùng lúc. Hãy thử lại sau ${p['seconds'] ?? 'ít'} giây.`,
  'database.unreachable': () =>
    'Hệ thống tạm thời chưa phục vụ được. Hãy thử lại sau ít phút; dữ liệu không bị mất.',
  'sealing.cannot-open': () =>
    'Không mở được dữ liệu đã niêm phong. Quản trị hệ thống cần kiểm tra khóa niêm phong.',
  internal: () =>
    'Hệ thống gặp lỗi ngoài dự kiến. Hãy thử lại; nếu vẫn lỗi, hãy báo mã yêu cầu bên dưới.',
};
