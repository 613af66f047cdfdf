export const positions = { title: 'Chức vụ' };
