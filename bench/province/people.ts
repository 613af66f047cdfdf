// People of a province, as many as wanted and the same each time: names in the shares in which they
// occur, so that a search for a common one finds thousands.
import { accountSearchKey, accountSortKey, namesOf } from '../../src/accounts/account.ts';
import { benchId, longAgo } from './ids.ts';

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

const titles = 'CV*60 CVC*10 TP*5 PTP*8 VC*40 VT*4 KTT*2 GD-SO*1 PGD-SO*2';
const titleNames: Record<string, string> = {
  CV: 'Chuyên viên',
  CVC: 'Chuyên viên chính',
  TP: 'Trưởng phòng',
  PTP: 'Phó Trưởng phòng',
  VC: 'Viên chức',
  VT: 'Văn thư',
  KTT: 'Kế toán trưởng',
  'GD-SO': 'Giám đốc Sở',
  'PGD-SO': 'Phó Giám đốc Sở',
};

/** Rows of "account" and "post", 5,000 people at a time. Every tenth person holds a second post. */
export function* makePeople(count: number, units: readonly { id: string }[]) {
  const pick = numbers(2026);
  const lists = [families, middles, given].map(spread);
  const positions = spread(titles);
  const post = (i: number, place: number, unit: string | undefined) => {
    const code = positions[pick(positions.length)] ?? 'CV';
    const unknown = i % 25 === 24; // titles of the directory that match no position
    return {
      id: benchId('post', i + place * count),
      account_id: benchId('account', i),
      unit_id: unit,
      position_code: unknown ? null : code,
      title: unknown ? `Cán bộ chuyên trách mảng ${(i * 7) % 120}` : titleNames[code],
      main: place === 0,
      origin: place === 0 ? 'directory' : 'manual',
    };
  };
  for (let first = 0; first < count; first += 5_000) {
    const size = Math.min(5_000, count - first);
    const all = Array.from({ length: size }, (_, i) => first + i);
    const accounts = all.map((i) =>
      account(i, lists.map((list) => list[pick(list.length)]).join(' ')),
    );
    const posts = all.flatMap((i) => {
      const places = i % 10 === 0 ? [0, 1] : [0];
      return places.map((place) => post(i, place, units[unitOf(i, count, units.length, pick)]?.id));
    });
    yield { accounts, posts };
  }
}

/** The last hundredth of the people is alone in the last fiftieth of the units: nobody else is found there. */
function unitOf(i: number, people: number, units: number, pick: (below: number) => number): number {
  const apart = Math.floor(units / 50);
  return i >= people - people / 100 ? units - 1 - pick(apart) : 1 + pick(units - apart - 1);
}

/** A few are suspended or retired, a few are not of the directory. */
function account(i: number, fullName: string) {
  const username = `can-bo-${i}`;
  const names = namesOf(fullName);
  const person = { username, ...names, mail: `${username}@tinh.gov.vn` };
  const local = i % 20 === 0;
  return {
    id: benchId('account', i),
    username,
    kind: i % 1_000 === 999 ? 'technical' : 'official',
    state: i % 50 === 49 ? 'suspended' : i % 100 === 51 ? 'retired' : 'active',
    full_name: names.fullName,
    family_name: names.familyName,
    middle_name: names.middleName,
    given_name: names.givenName,
    mail: person.mail,
    phone: `+84912${String(i).padStart(6, '0')}`,
    source_id: local ? null : benchId('source', 0),
    external_id: local ? null : `entry-${i}`,
    dn: local ? null : `uid=${username},ou=people,dc=tinh,dc=gov,dc=vn`,
    search_key: accountSearchKey(person),
    sort_key: accountSortKey(person),
    created_at: longAgo,
    updated_at: longAgo,
  };
}
