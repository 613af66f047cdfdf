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
  'request.changed-meanwhile': () =>
    'Chưa lưu: có người khác vừa sửa mục này. Những gì đã nhập vẫn còn; giá trị đang lưu ghi dưới từng ô khác nhau. Hãy xem lại, rồi bấm lưu lần nữa nếu vẫn muốn thay.',
  'database.unreachable': () =>
    'Hệ thống tạm thời chưa phục vụ được. Hãy thử lại sau ít phút; dữ liệu không bị mất.',
  'password.too-short': () => 'Mật khẩu quá ngắn. Hãy dùng ít nhất 14 ký tự.',
  'password.too-long': () => 'Mật khẩu quá dài. Hãy dùng nhiều nhất 128 ký tự.',
  'password.too-few-classes': () =>
    'Mật khẩu chưa đủ bốn loại ký tự. Hãy dùng cả chữ thường, chữ hoa, chữ số và ký tự khác.',
  'password.holds-name': () =>
    'Mật khẩu chứa họ tên hoặc tên đăng nhập. Hãy chọn mật khẩu không nhắc đến tên.',
  'password.repeats': () => 'Mật khẩu lặp lại quá ít ký tự. Hãy dùng nhiều ký tự khác nhau hơn.',
  'password.kept-by-directory': () =>
    'Mật khẩu của tài khoản này do dịch vụ thư mục quản lý. Hãy đổi mật khẩu tại đó.',
  'sign-in.expired': () => 'Lượt đăng nhập này không còn hiệu lực. Hãy mở lại ứng dụng cần dùng.',
  'sign-in.required': () =>
    'Phiên làm việc đã hết nên chưa có gì được lưu. Hãy đăng nhập lại rồi gửi lại biểu mẫu.',
  'sign-in.refused': () =>
    'Tài khoản này không được vào trang vừa mở. Hãy đăng nhập bằng tài khoản khác hoặc hỏi người quản trị hệ thống.',
  'sign-in.not-completed': () => 'Đăng nhập chưa hoàn tất. Hãy thử lại sau ít phút.',
  'sealing.cannot-open': () =>
    'Không mở được dữ liệu đã niêm phong. Quản trị hệ thống cần kiểm tra khóa niêm phong.',
  'account.not-found': () => 'Không có tài khoản này. Hãy tra cứu lại trong danh sách.',
  'account.username-malformed': () =>
    'Tên đăng nhập chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch nối, gạch dưới; từ 2 đến 64 ký tự.',
  'account.username-taken': () =>
    'Tên đăng nhập này đã có người dùng hoặc từng có người dùng. Hãy chọn tên khác.',
  'account.name-missing': () => 'Chưa có họ và tên. Hãy nhập họ và tên.',
  'account.mail-malformed': () => 'Thư điện tử không đúng dạng. Hãy nhập như ten@angiang.gov.vn.',
  'account.phone-malformed': () =>
    'Số điện thoại không đúng. Hãy nhập như 0912 345 678 hoặc +84 912 345 678.',
  'account.kind-unknown': () => 'Không có loại tài khoản này. Hãy chọn trong danh mục.',
  'account.transition': () =>
    'Không chuyển được tài khoản sang trạng thái này từ trạng thái hiện tại. Hãy tải lại trang để xem trạng thái mới nhất.',
  'account.reason-missing': () => 'Chưa có lý do. Hãy nhập lý do để lưu vào nhật ký.',
  'account.from-directory': () =>
    'Thông tin này lấy từ dịch vụ thư mục. Hãy sửa tại nguồn dữ liệu rồi đồng bộ lại.',
  'account.last-administrator': () =>
    'Đây là quản trị viên đang hoạt động cuối cùng. Hãy thêm một quản trị viên khác trước.',
  'account.joined': () =>
    'Tài khoản này đã được gộp vào một tài khoản khác. Hãy làm việc với tài khoản đó, hoặc tách ra trước.',
  'join.own-account': () =>
    'Không tự gộp hay tách tài khoản của chính mình. Hãy nhờ một quản trị viên khác.',
  'join.same-account': () => 'Đây là cùng một tài khoản. Hãy chọn tài khoản khác.',
  'join.not-of-a-directory': () =>
    'Chỉ gộp được hai tài khoản do dịch vụ thư mục quản lý. Một trong hai là tài khoản tạo tại đây.',
  'join.same-source': () =>
    'Hai tài khoản thuộc cùng một nguồn. Hãy sửa ở dịch vụ thư mục: trong một nguồn, mỗi người chỉ có một mục.',
  'join.not-a-person': () =>
    'Tài khoản dịch vụ hoặc dùng chung không phải là một người nên không gộp được.',
  'join.not-in-use': () =>
    'Một trong hai tài khoản đã ngừng sử dụng, chờ phê duyệt, hoặc do quản trị viên tạm ngưng. Hãy khôi phục trước nếu đúng là cùng một người.',
  'join.administrator': () =>
    'Một bên có quyền quản trị, bên kia thì không: gộp lại sẽ trao quyền quản trị cho mật khẩu của nguồn khác. Hãy bỏ quyền quản trị trước.',
  'join.already-joined': () =>
    'Tài khoản được gộp vào đã là tài khoản gộp hoặc đã gộp vào nơi khác. Hãy tách ra trước, hoặc chọn giữ tài khoản kia.',
  'join.not-joined': () =>
    'Phần này không còn thuộc tài khoản đã gộp. Hãy mở lại trang của người này.',
  'join.rules-differ': (p) =>
    `Hai tài khoản có quy tắc trái nhau ở ${p['target']}: một bên cho phép, một bên không. Hãy bỏ một quy tắc trước.`,
  'join.rules-dates': (p) =>
    `Hai tài khoản có cùng một quy tắc ở ${p['target']} nhưng khác thời hạn. Hãy sửa cho giống nhau, hoặc bỏ một quy tắc trước.`,
  'join.run-under-way': () =>
    'Một nguồn của người này đang được đồng bộ. Chưa có gì thay đổi; hãy thử lại khi lượt đồng bộ kết thúc.',
  'join.changed': () =>
    'Thông tin đã thay đổi sau khi trang này được mở. Chưa có gì thay đổi; hãy xem lại bên dưới.',
  'unit.not-found': () => 'Không có đơn vị này. Hãy tra cứu lại trong danh sách.',
  'unit.name-missing': () => 'Chưa có tên đơn vị. Hãy nhập tên.',
  'unit.code-taken': () => 'Mã định danh này đã được cấp cho đơn vị khác. Hãy kiểm tra lại mã.',
  'unit.parent-loop': () =>
    'Đơn vị cấp trên này lại thuộc chính đơn vị đang sửa. Hãy chọn đơn vị khác.',
  'unit.from-directory': () =>
    'Tên và cấp trên của đơn vị này lấy từ dịch vụ thư mục. Hãy sửa tại nguồn dữ liệu rồi đồng bộ lại.',
  'unit.closed': () => 'Đơn vị này đã đóng. Hãy chọn đơn vị đang hoạt động.',
  'group.not-found': () => 'Không có nhóm này. Hãy tra cứu lại trong danh sách.',
  'group.code-malformed': () =>
    'Mã nhóm chỉ gồm chữ thường không dấu, chữ số và gạch nối; từ 2 đến 64 ký tự.',
  'group.code-taken': () => 'Mã nhóm này đã có. Hãy chọn mã khác.',
  'group.name-missing': () => 'Chưa có tên nhóm. Hãy nhập tên.',
  'group.closed': () => 'Nhóm này đã đóng. Hãy dùng nhóm đang hoạt động.',
  'group.built-in': () =>
    'Đây là nhóm có sẵn của hệ thống nên không đóng được. Hãy thêm hoặc bớt thành viên thay vì đóng nhóm.',
  'group.own-member': () => 'Một nhóm không thể là thành viên của chính nó. Hãy chọn nhóm khác.',
  'group.from-directory': () =>
    'Tên hoặc thành viên này lấy từ dịch vụ thư mục. Hãy sửa tại nguồn dữ liệu rồi đồng bộ lại.',
  'catalog.unknown': () => 'Không có danh mục này. Hãy chọn trong danh sách danh mục.',
  'catalog.code-malformed': () =>
    'Mã chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch nối; tối đa 64 ký tự.',
  'catalog.code-taken': () => 'Mã này đã có trong danh mục. Hãy chọn mã khác.',
  'catalog.name-missing': () => 'Chưa có tên. Hãy nhập tên tiếng Việt.',
  'catalog.dates': () => 'Ngày hết hiệu lực phải sau ngày có hiệu lực. Hãy sửa lại ngày.',
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
    `Không hỗ trợ kiểu cấp quyền ${p['value'] ?? ''}. Hãy dùng authorization_code, refresh_token hoặc client_credentials.`,
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
  'application.cannot-try': () =>
    'Ứng dụng này không đăng nhập thử được: phải có người đăng nhập, và là bản nháp hoặc đang hoạt động.',
  'application.trial-unknown': () =>
    'Không có lần đăng nhập thử nào đang chờ ở đây. Hãy mở trang ứng dụng và bắt đầu thử lại.',
  'application.section-unknown': () => 'Không còn mục này. Hãy chọn một mục trong danh sách.',
  'application.no-secret': () =>
    'Ứng dụng này không dùng khóa bí mật. Hãy đổi cách xác thực của ứng dụng trước.',
  'grant.not-found': () => 'Không có cấp phép này. Có thể nó đã được thu hồi.',
  'grant.subject-unknown': () =>
    'Không tìm thấy đối tượng được cấp phép. Hãy chọn lại người, nhóm hoặc đơn vị.',
  'grant.target-unknown': () => 'Không tìm thấy loại hoặc tập ứng dụng này. Hãy chọn lại.',
  'grant.zone-unknown': () => 'Có vùng mạng không còn trong danh sách. Hãy chọn lại vùng mạng.',
  'grant.role-unknown': () => 'Ứng dụng không có vai trò này. Hãy chọn lại vai trò.',
  'grant.validity': () => 'Lúc hết hiệu lực phải sau lúc bắt đầu. Hãy sửa một trong hai.',
  'grant.hours': () =>
    'Giờ kết thúc phải sau giờ bắt đầu, trong cùng một ngày. Hãy nhập đủ hai giờ, muộn nhất là 24:00.',
  'grant.days': () => 'Có ngày không phải ngày trong tuần. Hãy chọn lại.',
  'grant.of-denial': () =>
    'Cấp phép “Không cho phép” không đi cùng xác nhận bước hai hay vai trò. Hãy bỏ các mục đó hoặc chọn “Cho phép”.',
  'grant.roles-of-many': () =>
    'Vai trò là của từng ứng dụng. Hãy cấp vai trò ở trang của ứng dụng, không ở loại hay tập.',
  'grant.twice': () =>
    'Đối tượng này đã có một cấp phép với đúng các điều kiện đó. Hãy sửa cấp phép kia hoặc đổi điều kiện.',
  'zone.not-found': () => 'Không có vùng mạng này. Có thể nó đã bị xóa.',
  'zone.code-malformed': () => 'Mã vùng mạng gồm chữ thường không dấu, chữ số và dấu gạch nối.',
  'zone.code-taken': () => 'Mã này đã có vùng mạng khác dùng. Hãy chọn mã khác.',
  'zone.name-missing': () => 'Hãy nhập tên vùng mạng.',
  'zone.range-malformed': (p) =>
    `“${p['value'] ?? ''}” không phải dải địa chỉ. Hãy viết như 10.0.0.0/8, 192.168.1.0/24 hoặc fc00::/7, mỗi dòng một dải.`,
  'zone.in-use': (p) =>
    `Còn ${p['count'] ?? ''} cấp phép dùng vùng mạng này. Hãy sửa các cấp phép đó trước khi xóa.`,
  'zone.rest': () => 'Vùng gồm mọi địa chỉ còn lại thì không xóa được và không có dải riêng.',
  'set.not-found': () => 'Không có tập ứng dụng này. Có thể nó đã bị xóa.',
  'set.name-missing': () => 'Hãy nhập tên tập ứng dụng.',
  'set.name-taken': () => 'Đã có tập ứng dụng tên này. Hãy chọn tên khác.',
  'set.application-unknown': () =>
    'Có ứng dụng không còn, hoặc là trang riêng của hệ thống nên không vào tập được. Hãy chọn lại.',
  'set.in-use': (p) =>
    `Còn ${p['count'] ?? ''} cấp phép cho tập này. Hãy thu hồi các cấp phép đó trước khi xóa.`,
  'role.not-found': () => 'Không có vai trò này. Có thể nó đã bị xóa.',
  'role.code-malformed': () =>
    'Mã vai trò gồm chữ không dấu, chữ số, dấu chấm, gạch nối, hai chấm; không có khoảng trắng.',
  'role.code-taken': () => 'Ứng dụng đã có vai trò mang mã này. Hãy chọn mã khác.',
  'role.name-missing': () => 'Hãy nhập tên vai trò.',
  'role.in-use': (p) =>
    `Còn ${p['count'] ?? ''} cấp phép mang vai trò này. Hãy sửa các cấp phép đó trước khi xóa.`,
  'directory.unreachable': (p) =>
    `Không kết nối được tới dịch vụ thư mục (${p['detail'] ?? ''}). Hãy kiểm tra địa chỉ, cổng và đường mạng.`,
  'directory.timeout': () =>
    'Dịch vụ thư mục không trả lời kịp. Hãy thử lại sau hoặc tăng thời gian chờ của nguồn.',
  'directory.tls': (p) =>
    `Không lập được kết nối mã hóa tới dịch vụ thư mục (${p['detail'] ?? ''}). Hãy kiểm tra chứng thư của máy chủ và chứng thư gốc đã khai.`,
  'directory.bind-refused': (p) =>
    `Dịch vụ thư mục từ chối tài khoản kết nối (${p['detail'] ?? ''}). Hãy kiểm tra DN và mật khẩu.`,
  'directory.size-limit': (p) =>
    `Dịch vụ thư mục không cho đọc hết dữ liệu (${p['detail'] ?? ''}). Hãy nâng giới hạn số bản ghi cho tài khoản kết nối.`,
  'directory.no-base': (p) =>
    `Dịch vụ thư mục không có nhánh cần đọc (${p['detail'] ?? ''}). Hãy kiểm tra các DN gốc và quyền đọc.`,
  'directory.refused': (p) =>
    `Dịch vụ thư mục từ chối yêu cầu (${p['detail'] ?? ''}). Hãy kiểm tra quyền của tài khoản kết nối.`,
  'directory.malformed': (p) =>
    `Dịch vụ thư mục trả lời không đúng giao thức (${p['detail'] ?? ''}). Hãy kiểm tra địa chỉ và loại máy chủ.`,
  'directory.sync-ids-differ': (p) =>
    `Máy chủ đánh số mục trong luồng đồng bộ khác với thuộc tính mã định danh, nên không biết chắc ai đã bị xóa (${p['detail']}). Hãy chọn cách theo dõi “theo thời điểm sửa”.`,
  'directory.no-timestamps': (p) =>
    `Tài khoản kết nối không đọc được thời điểm sửa (${p['detail']}) của mục nào. Hãy cấp quyền đọc thuộc tính này.`,
  'directory.changes-not-offered': (p) =>
    `Máy chủ không hỗ trợ cách theo dõi thay đổi đã chọn (${p['detail']}). Hãy chọn “Tự động”.`,
  'directory.filter': (p) =>
    `Bộ lọc không đúng cú pháp (${p['detail'] ?? ''}). Hãy viết lại, ví dụ (objectClass=inetOrgPerson).`,
  'directory.plain-refused': () =>
    'Kết nối không mã hóa tới dịch vụ thư mục bị từ chối. Hãy dùng StartTLS hoặc LDAPS, hoặc cho phép rõ ràng trong nguồn.',
  'source.not-found': () => 'Không có nguồn dữ liệu này. Hãy xem lại danh sách nguồn.',
  'source.name-missing': () => 'Chưa có tên nguồn dữ liệu. Hãy nhập tên.',
  'source.name-taken': () => 'Tên này đã dùng cho một nguồn khác. Hãy chọn tên khác.',
  'source.password-missing': () =>
    'Chưa có mật khẩu của tài khoản kết nối. Hãy nhập mật khẩu, kể cả khi vừa đổi địa chỉ hoặc tài khoản.',
  'source.invalid': (p) =>
    `Thiết lập ${p['field'] ?? ''} của nguồn dữ liệu không dùng được. Hãy xem lại giá trị đã nhập.`,
  'source.disabled': () => 'Nguồn dữ liệu đang tắt. Hãy bật nguồn trước khi đồng bộ.',
  'conflict.changed': () =>
    'Xung đột này đã thay đổi hoặc đã được xử lý. Chưa lưu gì; hãy xem lại danh sách.',
  'conflict.not-possible': () =>
    'Cách xử lý này không dùng được cho xung đột này. Hãy chọn cách khác.',
  'sync.changes-failed': () =>
    'Lượt áp dụng thay đổi không thành công. Hãy xem lượt đồng bộ gần nhất của nguồn.',
  'sync.already-running': () =>
    'Nguồn này đang được đồng bộ. Hãy chờ lượt đang chạy kết thúc rồi thử lại.',
  'sync.run-not-found': () => 'Không có lượt đồng bộ này. Hãy xem lại danh sách.',
  'sync.not-held': () => 'Lượt đồng bộ này không ở trạng thái bị giữ. Hãy tải lại trang.',
  'bulk.nothing-chosen': () =>
    'Chưa chọn dòng nào. Hãy quay lại danh sách, đánh dấu các dòng hoặc chọn cả trang.',
  'bulk.too-many': ({ most }) =>
    `Điều kiện lọc khớp quá ${most} dòng. Hãy thu hẹp điều kiện rồi làm thành nhiều lần.`,
  'bulk.not-ready': () => 'Chưa chọn nhóm hoặc ứng dụng cho thao tác này.',
  'sync.not-applied': () =>
    'Lượt này không ở trạng thái đã áp dụng hoặc đã được hoàn tác. Hãy tải lại trang.',
  'sync.undo-not-kept': () => 'Không còn giữ giá trị cũ của lượt này nên không hoàn tác được.',
  'sync.undo-collides': () =>
    'Có mục đã được sửa sau lượt này nên chưa hoàn tác gì. Hãy xem bảng bên dưới, rồi quyết định có hoàn tác phần còn lại hay không.',
  'sync.undo-outrun': () =>
    'Có người vừa sửa dữ liệu trong lúc hoàn tác nên chưa hoàn tác gì. Hãy xem lại trang này rồi thử lại.',
  'sync.not-reading': () =>
    'Lượt đồng bộ này đã đọc xong nên không hủy được nữa. Hãy tải lại trang.',
  'sync.cancelled': (p) => `${p['by'] ?? ''} đã hủy lượt này. Không có gì thay đổi.`,
  'import.not-found': () => 'Không tìm thấy lượt nhập này, hoặc đã hết hạn. Hãy tải tệp lên lại.',
  'import.expired': () => 'Bản xem trước đã hết hạn. Hãy tải tệp lên lại.',
  'import.outdated': () =>
    'Dữ liệu đã thay đổi sau khi xem trước, nên chưa áp dụng gì. Hãy tải tệp lên lại để xem khác biệt mới.',
  'import.has-mistakes': () => 'Tệp còn dòng lỗi nên chưa áp dụng gì. Hãy sửa tệp rồi tải lên lại.',
  'import.cancelled': () => 'Lượt nhập này đã được dừng, không áp dụng gì. Hãy tải tệp lên lại.',
  'import.interrupted': () =>
    'Máy chủ đang xử lý lượt này đã dừng giữa chừng, nên không áp dụng gì. Hãy thử lại.',
  'import.busy': ({ seconds }) =>
    `Máy chủ đang đọc nhiều tệp khác. Hãy tải tệp lên lại sau ${seconds ?? 'ít'} giây.`,
  'import.file-missing': () => 'Chưa chọn tệp. Hãy chọn một tệp CSV hoặc Excel (.xlsx).',
  'import.file-unreadable': () =>
    'Không đọc được tệp này. Hãy lưu lại thành Excel (.xlsx) hoặc CSV UTF-8, không quá 5 MB, rồi tải lên lại.',
  'import.old-excel': () =>
    'Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Hãy lưu lại thành .xlsx không mật khẩu rồi tải lên lại.',
  'import.encoding': () =>
    'Bảng mã của tệp CSV không phải Unicode (có thể là Windows-1258 hoặc TCVN3). Hãy lưu lại thành CSV UTF-8 hoặc .xlsx để không sai dấu.',
  'import.no-rows': () => 'Tệp không có dòng dữ liệu nào dưới dòng tiêu đề.',
  'import.too-many-rows': ({ limit }) => `Tệp có quá ${limit} dòng. Hãy chia thành nhiều tệp.`,
  'import.column-missing': ({ column }) =>
    `Thiếu cột “${column}”. Hãy dùng tiêu đề cột như trong tệp mẫu.`,
  'import.column-twice': ({ column }) => `Cột “${column}” có hai lần. Hãy bỏ bớt một cột.`,
  'import.formula': () => 'Ô này là công thức. Hãy dán lại dưới dạng giá trị.',
  'import.row-twice': () => 'Dòng này lặp lại một dòng ở trên. Hãy bỏ bớt một dòng.',
  'import.not-a-choice': () =>
    'Giá trị không có trong danh sách cho phép. Hãy ghi như trong tệp mẫu.',
  'import.not-a-moment': () => 'Hãy viết ngày dạng dd/mm/yyyy, có thể kèm giờ HH:mm.',
  'import.title-without-unit': () => 'Có chức vụ thì phải có mã đơn vị. Hãy ghi mã đơn vị.',
  'setting.dates': () => 'Thời điểm kết thúc phải sau thời điểm bắt đầu. Hãy sửa lại.',
  'setting.idle': () =>
    'Thời gian chờ không thể dài hơn cả phiên. Hãy giảm số phút này hoặc tăng số giờ của phiên.',
  'setting.codes': () => 'Chỉ nhập mã loại ứng dụng, cách nhau bằng dấu cách.',
  'setting.no-text': () =>
    'Có bản tiếng Anh thì phải có thông báo tiếng Việt. Hãy nhập tiếng Việt.',
  'position.not-found': () => 'Không có chức vụ này. Hãy tra cứu lại trong danh sách.',
  'position.target': () =>
    'Không chọn được chức vụ này: đã gộp, không còn, hoặc là chính nó. Hãy chọn chức vụ khác.',
  'position.in-rules': (p) =>
    `Còn ${p['count'] ?? ''} cấp phép cho chức vụ này. Hãy thu hồi hoặc cấp cho chức vụ kia trước khi gộp.`,
  'position.title-unknown': () =>
    'Không còn ai mang chức danh này mà chưa khớp chức vụ. Hãy xem lại danh sách chức danh.',
  'order.outdated': () => 'Danh sách vừa thay đổi nên chưa sắp xếp được. Hãy tải lại trang.',
  internal: () =>
    'Hệ thống gặp lỗi ngoài dự kiến. Hãy thử lại; nếu vẫn lỗi, hãy báo mã yêu cầu bên dưới.',
};
