/** The 2019 season as figures to be held against: what `mlb-2019.json` holds, by name. */
import facts from './mlb-2019.json';

/** What a plate appearance can be, each as a share of all of them. */
export const RATES = [
  'K',
  'BB',
  'IBB',
  'HBP',
  '1B',
  '2B',
  '3B',
  'HR',
  'ROE',
  'FC',
  'FO',
  'SF',
  'SH',
  'GDP',
  'XI',
] as const;
export type Rate = (typeof RATES)[number];

export const BASE_STATES = ['___', '1__', '_2_', '12_', '__3', '1_3', '_23', '123'] as const;
export type BaseState = (typeof BASE_STATES)[number];

export const HANDS = ['RvR', 'RvL', 'LvR', 'LvL'] as const;
export type Hands = (typeof HANDS)[number];

export const FACTS = facts;
