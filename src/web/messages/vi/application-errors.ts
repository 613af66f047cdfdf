import type { ErrorCode, ErrorParams } from '../../../core/errors.ts';

type ApplicationError = Extract<ErrorCode, `application.${string}`>;

/** Of a relying application and what it says of itself: what is wrong, and what to write instead. */
export const applicationErrors: Record<ApplicationError, (p: ErrorParams) => string> = {
  'application.not-found': () => 'Không có ứng dụng này. Hãy tra cứu lại trong danh sách.',
  'application.built-in': () =>
    'Đây là ứng dụng có sẵn của hệ thống nên không đổi được theo cách này.',
  'application.no-owner': () =>
    'Ứng dụng phải có cơ quan chủ quản hoặc đầu mối liên hệ thì mới được đưa vào hoạt động. Hãy bổ sung rồi thử lại.',
  'application.transition': () =>
    'Không chuyển được ứng dụng sang trạng thái này từ trạng thái hiện tại. Hãy tải lại trang để xem trạng thái mới nhất.',
  'application.class-unknown': (p) =>
    `Danh mục không có loại phần mềm ${p['value'] ?? ''}. Hãy dùng một mã trong danh mục, chẳng hạn shared, sector hoặc basic.`,
  'application.owner-unit-unknown': () =>
    'Không có đơn vị nào mang mã này. Hãy kiểm tra mã cơ quan chủ quản.',
  'application.unknown-field': (p) =>
    `Không có trường ${p['field'] ?? ''}. Hãy bỏ trường này hoặc sửa lại tên.`,
  'application.field-malformed': (p) =>
    `Trường ${p['field'] ?? ''} không đúng dạng. Hãy xem hướng dẫn kết nối rồi sửa lại.`,
  'application.client-id-malformed': () =>
    'Mã ứng dụng chỉ gồm chữ thường không dấu, chữ số, dấu chấm, gạch nối, gạch dưới; từ 2 đến 64 ký tự.',
  'application.client-id-taken': () =>
    'Mã ứng dụng này đã có. Hãy chọn mã khác hoặc mở ứng dụng đó để sửa.',
  'application.name-missing': () => 'Chưa có tên ứng dụng. Hãy nhập tên.',
  'application.address': (p) =>
    `Địa chỉ trong ${p['field'] ?? ''} không dùng được: ${p['value'] ?? ''}. Hãy dùng https://, không có dấu * và không có phần sau dấu #; http:// chỉ dành cho máy cục bộ và các máy nội bộ được phép.`,
  'application.redirect-uris-missing': () =>
    'Chưa có địa chỉ chuyển hướng. Hãy nhập ít nhất một địa chỉ.',
  'application.grant-type': (p) =>
    `Không hỗ trợ kiểu cấp quyền ${p['value'] ?? ''}. Hãy xem danh sách kiểu cấp quyền trong hướng dẫn kết nối.`,
  'application.profile': (p) =>
    `Không có mức bảo mật kết nối ${p['value'] ?? ''}. Hãy dùng standard, fapi2 hoặc fapi2-message-signing.`,
  'application.profile-algorithm': (p) =>
    `FAPI 2.0 không cho dùng thuật toán ${p['value'] ?? ''} ở ${p['field'] ?? ''}. Hãy dùng PS256, ES256 hoặc EdDSA.`,
  'application.profile-authentication': () =>
    'FAPI 2.0 đòi hỏi ứng dụng xác thực bằng khóa của mình. Hãy chọn private_key_jwt.',
  'application.profile-confidential': () =>
    'FAPI 2.0 chỉ dành cho ứng dụng chạy trên máy chủ, không dành cho ứng dụng cài trên thiết bị của người dùng.',
  'application.auth-method': (p) =>
    `Không hỗ trợ cách xác thực ứng dụng ${p['value'] ?? ''} cho trường hợp này. Hãy dùng client_secret_basic, client_secret_post, private_key_jwt, hoặc none nếu ứng dụng không giữ được bí mật.`,
  'application.signing-algorithm': (p) =>
    `Không hỗ trợ thuật toán ký ${p['value'] ?? ''}. Hãy dùng PS256, RS256, ES256 hoặc EdDSA.`,
  'application.scope': (p) =>
    `Không có phạm vi thông tin ${p['value'] ?? ''}. Hãy xem danh sách phạm vi trong hướng dẫn kết nối.`,
  'application.keys-missing': () =>
    'Cách xác thực private_key_jwt cần khóa công khai. Hãy nhập jwks hoặc jwks_uri.',
  'application.keys-private': () =>
    'Bộ khóa gửi lên có khóa riêng. Hãy chỉ gửi khóa công khai và thay khóa đã lộ.',
  'application.sector': () =>
    'Các địa chỉ chuyển về thuộc nhiều máy chủ, hoặc chưa có địa chỉ nào. Hãy nhập địa chỉ chung của nhóm ứng dụng (sector).',
  'application.pairwise-device': () =>
    'Mã định danh riêng không dùng được cùng đăng nhập bằng mã trên thiết bị. Hãy bỏ một trong hai.',
  'application.certificate-name': () =>
    'Cách xác thực tls_client_auth cần đúng một tên trong chứng thư. Hãy nhập tên chủ thể (DN), hoặc tên DNS.',
  'application.resource-missing': () =>
    'Chưa có địa chỉ của giao diện lập trình (resource). Hãy nhập địa chỉ, hoặc xoá các ô bên dưới nếu ứng dụng không có giao diện lập trình.',
  'application.resource-taken': () =>
    'Địa chỉ này đã là giao diện lập trình của một ứng dụng khác. Hãy dùng địa chỉ khác.',
  'application.resource-scope': (p) =>
    `Phạm vi ${p['value'] ?? ''} không dùng được. Hãy bắt đầu bằng chữ thường, chỉ dùng chữ thường, số và các dấu : . _ / -, khác các phạm vi có sẵn (openid, profile…).`,
  'application.resource-clients': (p) =>
    `Mã ứng dụng ${p['value'] ?? ''} không đúng. Hãy nhập mỗi dòng một mã ứng dụng, như trên trang của ứng dụng đó.`,
  'application.access-token-seconds': () =>
    'Thời hạn phải là số giây từ 30 đến 600. Hãy nhập lại, hoặc để trống.',
  'application.cannot-try': () =>
    'Ứng dụng này không đăng nhập thử được: phải có người đăng nhập, và là bản nháp hoặc đang hoạt động.',
  'application.trial-unknown': () =>
    'Không có lần đăng nhập thử nào đang chờ ở đây. Hãy mở trang ứng dụng và bắt đầu thử lại.',
  'application.section-unknown': () => 'Không còn mục này. Hãy chọn một mục trong danh sách.',
  'application.no-secret': () =>
    'Ứng dụng này không dùng khóa bí mật. Hãy đổi cách xác thực của ứng dụng trước.',
};
