// The units of a province as they really are: few agencies, many small parts far below them.
import { searchKey } from '../../src/core/text.ts';
import { benchId, longAgo } from './ids.ts';

const departments =
  'Nội vụ,Tài chính,Tư pháp,Công Thương,Xây dựng,Nông nghiệp và Môi trường,Khoa học và Công nghệ,Giáo dục và Đào tạo,Y tế,Văn hóa và Thể thao,Du lịch,Dân tộc và Tôn giáo,Thanh tra,Ngoại vụ'.split(
    ',',
  );
const communes =
  'Long Xuyên,Bình Đức,Mỹ Thới,Châu Đốc,Vĩnh Tế,Tân Châu,Long Phú,Tịnh Biên,Thới Sơn,Chi Lăng,Rạch Giá,Vĩnh Thông,Hà Tiên,Tô Châu,An Cư,Núi Cấm,Tri Tôn,Ba Chúc,Ô Lâm,Cô Tô,Óc Eo,Vĩnh Gia,Thoại Sơn,Định Mỹ'.split(
    ',',
  );
const divisions =
  'Văn phòng,Thanh tra,Phòng Tổ chức cán bộ,Phòng Kế hoạch - Tài chính,Phòng Pháp chế,Phòng Công nghệ thông tin,Phòng Quản lý chuyên ngành,Phòng Cải cách hành chính'.split(
    ',',
  );
const places =
  'Văn phòng HĐND và UBND,Phòng Kinh tế,Phòng Văn hóa - Xã hội,Trung tâm Phục vụ hành chính công,Trạm Y tế,Ban Chỉ huy Quân sự'.split(
    ',',
  );

type Shape = { name: string; code?: true; below?: Shape[] };

const numbered = (count: number, of: (i: number) => Shape): Shape[] =>
  Array.from({ length: count }, (_, i) => of(i + 1));

const branch = (field: string, i: number): Shape => ({
  name: i % 2 ? `Chi cục số ${i} ngành ${field}` : `Trung tâm số ${i} ngành ${field}`,
  code: true,
  below: divisions.slice(0, 5).map((name) => ({
    name,
    below: numbered(3, (n) => ({ name: `Tổ công tác ${n}`, below: n === 1 ? squads : [] })),
  })),
});
const squads: Shape[] = [{ name: 'Nhóm thường trực' }];

const department = (field: string): Shape => ({
  name: `Sở ${field}`,
  code: true,
  below: [...divisions.map((name) => ({ name })), ...numbered(5, (i) => branch(field, i))],
});

const school = (commune: string, i: number): Shape => ({
  name: `Trường ${['Mầm non', 'Tiểu học', 'THCS', 'THPT'][i % 4]} ${commune} ${i}`,
  code: true,
  below: [{ name: 'Tổ Hành chính' }, { name: 'Tổ Chuyên môn' }],
});

function commune(i: number): Shape {
  const name = `${communes[i % communes.length]} ${Math.ceil(i / communes.length)}`;
  return {
    name: `UBND ${i % 5 ? 'xã' : 'phường'} ${name}`,
    code: true,
    below: [...places.map((each) => ({ name: each })), ...numbered(8, (n) => school(name, n))],
  };
}

const province = (): Shape => ({
  name: 'Ủy ban nhân dân tỉnh An Giang',
  code: true,
  below: [...departments.map(department), ...numbered(102, commune)],
});

const rowOf = (i: number, { name }: Shape, parentId: string | null, code: string | null) => ({
  id: benchId('unit', i),
  name,
  code,
  parent_id: parentId,
  state: 'active',
  contact_name: code && 'Nguyễn Thị Văn Thư',
  contact_phone: code && '0296 3 852 000',
  search_key: searchKey(`${name} ${code ?? ''}`),
  created_at: longAgo,
  updated_at: longAgo,
});

/** Rows of "unit", parents first: exactly `count` of them. */
export function makeUnits(count: number) {
  const rows: ReturnType<typeof rowOf>[] = [];
  const put = (shape: Shape, parentId: string | null, path: string): void => {
    const made = rowOf(rows.length, shape, parentId, shape.code ? path : null);
    rows.push(made);
    shape.below?.forEach((child, i) => put(child, made.id, `${path}.${i + 1}`));
  };
  put(province(), null, 'H01');
  for (let i = 1; rows.length < count; i += 1)
    put({ name: `Đội dự án số ${i}` }, benchId('unit', 1), '');
  return rows.slice(0, count);
}
