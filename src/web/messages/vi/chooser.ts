// Choosing one of thousands in a form.
export const chooser = {
  hint: 'Một phần tên hoặc mã; không cần gõ dấu',
  found: (count: number) => `${count} kết quả khớp. Hãy chọn bên dưới.`,
  more: (count: number) => `${count} kết quả đầu tiên. Hãy gõ thêm để thu hẹp.`,
  nothing: (text: string) => `Không có kết quả nào khớp “${text}”. Hãy thử một phần khác của tên.`,
};
