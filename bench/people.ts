// People of a province, as many as wanted and the same each time: names in the shares in which they
// occur, so that a search for a common one finds thousands.
import { accountSearchKey, accountSortKey, namesOf } from '../src/accounts/account.ts';
import { searchKey } from '../src/core/text.ts';

const families =
  'Nguyễn*38 Trần*11 Lê*10 Phạm*7 Hoàng*3 Huỳnh*3 Phan*5 Vũ*2 Võ*3 Đặng*2 Bùi*2 Đỗ*2 Hồ*2 Ngô*1 Dương*1 Lý*1 Đinh*1 Trịnh*1 Lương*1 Mai*1 Tô*1 Hà*1 Quách*1';
const middles =
  'Văn*20 Thị*22 Hữu*3 Đức*3 Minh*4 Thanh*4 Quốc*3 Ngọc*4 Kim*3 Xuân*2 Đình*2 Thu*2 Hồng*2 Công*1 Bá*1 Thị Kim*2 Thị Thanh*2 Thị Ngọc*2 Hoàng*2';
const given =
  'An*3 Anh*6 Bình*3 Chi*2 Cường*3 Dung*2 Dũng*4 Đạt*2 Đông*1 Đức*2 Giang*2 Hà*3 Hải*3 Hạnh*2 Hằng*3 Hiền*3 Hiếu*2 Hoa*3 Hòa*2 Hùng*4 Hương*4 Huy*2 Khánh*2 Lan*3 Linh*4 Loan*2 Long*2 Mai*3 Minh*4 Nam*3 Nga*2 Ngân*2 Ngọc*2 Nhung*2 Oanh*1 Phong*2 Phúc*2 Phương*4 Quân*2 Quang*3 Quỳnh*2 Sơn*3 Tâm*2 Thảo*3 Thắng*3 Thanh*3 Thủy*3 Tiến*2 Toàn*2 Trang*3 Trung*3 Tú*2 Tuấn*4 Tuyết*1 Vân*2 Việt*2 Xuân*1 Yến*2';

/** `An*3 Thị Kim*2` as a list in which each stands as often as its number says. */
const spread = (weights: string) =>
  [...weights.matchAll(/([^*]+)\*(\d+) ?/g)].flatMap(([, name = '', times]) =>
    Array.from({ length: Number(times) }, () => name),
  );

/** Numbers that look random and are the same in every run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const id = (kind: number, i: number) =>
  `0000000${kind}-0000-7000-8000-${i.toString(16).padStart(12, '0')}`;
const now = new Date(0).toISOString();

export function makeUnits(count: number) {
  return Array.from({ length: count }, (_, i) => {
    const name = `Đơn vị số ${i + 1}`;
    const parent = i === 0 ? null : id(1, Math.floor((i - 1) / 12));
    const keys = { search_key: searchKey(name), created_at: now, updated_at: now };
    return { id: id(1, i), name, parent_id: parent, state: 'active', ...keys };
  });
}

/** Rows of "account" and "post", 5,000 people at a time. */
export function* makePeople(count: number, units: readonly { id: string }[]) {
  const pick = numbers(2026);
  const lists = [families, middles, given].map(spread);
  for (let first = 0; first < count; first += 5_000) {
    const size = Math.min(5_000, count - first);
    const accounts = Array.from({ length: size }, (_, i) => {
      const fullName = lists.map((list) => list[pick(list.length)]).join(' ');
      return account(first + i, fullName);
    });
    const posts = accounts.map((each, i) => ({
      id: id(3, first + i),
      account_id: each.id,
      unit_id: units[pick(units.length)]?.id,
      title: 'Chuyên viên',
      main: true,
      origin: 'manual',
    }));
    yield { accounts, posts };
  }
}

function account(i: number, fullName: string) {
  const username = `can-bo-${i}`;
  const names = namesOf(fullName);
  const person = { username, ...names, mail: `${username}@tinh.gov.vn` };
  return {
    id: id(2, i),
    username,
    kind: 'official',
    state: 'active',
    full_name: names.fullName,
    family_name: names.familyName,
    middle_name: names.middleName,
    given_name: names.givenName,
    mail: person.mail,
    search_key: accountSearchKey(person),
    sort_key: accountSortKey(person),
    created_at: now,
    updated_at: now,
  };
}
