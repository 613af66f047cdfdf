export const sync = {
  states: {
    running: 'Đang chạy',
    applied: 'Đã áp dụng',
    held: 'Bị giữ lại',
    released: 'Đã cho phép',
    dismissed: 'Đã bỏ',
    failed: 'Không thành công',
  },
};
