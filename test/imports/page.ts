// What the page of an import says.

/** How many rows: with mistakes, new, changed, as they are. */
export const counts = (text: string) =>
  ['Lỗi', 'Tạo mới', 'Thay đổi', 'Giữ nguyên'].map((name) =>
    Number(new RegExp(`${name} \\(([\\d.]+)\\)`).exec(text)?.[1]?.replace('.', '')),
  );
