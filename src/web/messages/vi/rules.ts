/** What rules rest on: network zones, sets of applications, roles in applications. */
export const rules = {
  zones: {
    title: 'Vùng mạng',
    about:
      'Cấp phép có thể chỉ mở ứng dụng từ một số vùng mạng. Địa chỉ của máy đang mở ứng dụng nằm trong dải của vùng nào thì thuộc vùng đó.',
    add: 'Thêm vùng mạng',
    code: 'Mã',
    codeHint: 'Chữ thường không dấu, chữ số, gạch nối; không đổi được về sau.',
    name: 'Tên',
    nameEn: 'Tên tiếng Anh',
    ranges: 'Dải địa chỉ',
    rangesHint: 'Mỗi dòng một dải, ví dụ 10.0.0.0/8, 192.168.1.0/24 hoặc fc00::/7.',
    inner: 'Mạng trong tỉnh',
    innerHint:
      'Danh sách người được vào ứng dụng được tính cho người ngồi ở các vùng này; ai vào từ nơi khác là vào từ ngoài mạng của tỉnh.',
    rest: 'Mọi địa chỉ không thuộc vùng nào khác',
    change: (name: string) => `Sửa vùng mạng ${name}`,
    remove: 'Xóa vùng mạng',
    removed: (name: string) => `Vùng mạng ${name} không còn để chọn trong cấp phép.`,
    now: 'Ai đang ở trong ứng dụng mà không còn ở vùng được phép sẽ bị kết thúc phiên ở đó ngay.',
  },
  sets: {
    title: 'Loại và tập ứng dụng',
    about:
      'Cấp phép một lần cho nhiều ứng dụng: theo loại phần mềm, hoặc theo tập do quản trị đặt. Mỗi ứng dụng vẫn có thể có cấp phép riêng.',
    classes: 'Loại ứng dụng',
    own: 'Tập ứng dụng',
    add: 'Thêm tập ứng dụng',
    name: 'Tên tập',
    description: 'Mô tả',
    applications: 'Các ứng dụng',
    count: (count: number) => `${count} ứng dụng`,
    none: 'Chưa có tập ứng dụng nào.',
    empty: 'Chưa có ứng dụng nào.',
    change: (name: string) => `Sửa tập ${name}`,
    remove: 'Xóa tập',
    removed: (name: string) =>
      `Tập ${name} bị xóa; các ứng dụng trong đó vẫn còn với cấp phép riêng của chúng.`,
    now: 'Bớt ứng dụng khỏi tập thì ai chỉ vào được nhờ cấp phép của tập sẽ mất quyền ngay.',
  },
  roles: {
    title: 'Vai trò',
    of: (name: string) => `Vai trò trong ${name}`,
    about:
      'Ứng dụng khai các vai trò của mình ở đây; cấp phép gán vai trò cho người, nhóm, đơn vị. Ứng dụng nhận chúng ở thông tin “roles” nếu phạm vi thông tin của nó có “roles”.',
    notAsked:
      'Ứng dụng này chưa xin thông tin “roles” nên chưa nhận được vai trò. Thêm “roles” vào phạm vi thông tin ở trang sửa ứng dụng.',
    add: 'Thêm vai trò',
    code: 'Mã',
    codeHint: 'Đúng như ứng dụng đọc trong token; không đổi được về sau.',
    name: 'Tên',
    nameEn: 'Tên tiếng Anh',
    none: 'Ứng dụng chưa khai vai trò nào.',
    change: (name: string) => `Sửa vai trò ${name}`,
    remove: 'Xóa vai trò',
    removed: (name: string) => `Vai trò ${name} không còn để gán trong cấp phép.`,
  },
};
