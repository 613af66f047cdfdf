// The lists of rules that are measured; a part of page-list.ts.
import { grantOrders } from '../src/access/grant-search.ts';
import { benchId as id } from './province/ids.ts';

/** A search that finds nothing. */
export const nobody = 'khong co ai ten nay';

export const grants = (): string[] => [
  '/grants',
  '/grants?after=last',
  ...['oanh', 'Sở Nội vụ', 'nhom', nobody].map((text) => `/grants?text=${text}`),
  ...['unit', 'group', 'account', 'everyone'].map((subject) => `/grants?subject=${subject}`),
  '/grants?effect=deny',
  '/grants?effect=deny&after=last',
  `/grants?application=${id('application', 7)}`,
  ...grantOrders.flatMap((sort) =>
    [sort, `-${sort}`].flatMap((way) => [`/grants?sort=${way}`, `/grants?sort=${way}&after=last`]),
  ),
];
