import type { Messages } from '../messages.ts';

export const positions: Messages['positions'] = { title: 'Positions' };
