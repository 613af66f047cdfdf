import type { catalogs as vi } from '../vi/catalogs.ts';

export const catalogs: typeof vi = {
  title: 'Shared catalogues',
  names: {
    position: 'Positions',
    'application-class': 'Application classes',
    'launcher-section': 'Sections of the portal',
    sector: 'Sectors',
    'account-kind': 'Kinds of account',
  },
  count: (items) => `${items} items`,
  create: 'Add an item',
  edit: 'Edit item',
  code: 'Code',
  codeHint:
    'Letters without marks, digits, dots, hyphens; applications keep it, so it cannot be changed later.',
  name: 'Name',
  nameEn: 'English name',
  order: 'Order',
  validFrom: 'Valid from',
  validTo: 'No longer valid from',
  dateHint: 'dd/mm/yyyy; empty for no limit',
  ended: 'no longer valid',
  empty: 'The catalogue has no items yet.',
};
