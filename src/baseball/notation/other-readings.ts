/**
 * What a scorekeeper may have meant by a text that is not in our notation: `6-3`, `1B8`, `GO 6-3`, `BB`, `F8`, `2-home`.
 *
 * It only writes texts, the likeliest first, more of them than make sense: whether one can be read, and whether it can
 * have happened, is asked elsewhere.
 */

/** Words that stand for a whole play. */
const WORDS: Readonly<Record<string, string>> = {
  BB: 'W',
  WALK: 'W',
  IBB: 'IW',
  SO: 'K',
  KS: 'K',
  KC: 'K',
  KL: 'K',
  HB: 'HP',
  HOMER: 'HR',
  CI: 'C/E2',
  BALK: 'BK',
  STEAL: 'SB',
};

/** Who makes an out says at which base, and so which runner's it is when he was forced there. */
const BASE_OF: Readonly<Record<string, string>> = { 2: 'H', 3: '1', 4: '2', 5: '3', 6: '2' };
const FORCED_TO: Readonly<Record<string, string>> = { 2: '3', 4: '1', 5: '2', 6: '1' };

type Rewrite = (...parts: string[]) => string[];

/** `643`: the last but one made the first out. */
function doublePlay(fielders: string): string[] {
  const runner = FORCED_TO[fielders.slice(-2, -1)];
  if (fielders.length < 3 || runner === undefined) return [];
  return [`${fielders.slice(0, -1)}(${runner})${fielders.slice(-1)}/GDP`];
}

function force(fielders: string): string[] {
  const runner = FORCED_TO[fielders.slice(-1)];
  return runner === undefined ? [] : [`${fielders}(${runner})/FO`];
}

/** Caught stealing or picked off, at the base that the last fielder guards. */
function attempt(word: string, fielders: string): string[] {
  const base = BASE_OF[fielders.slice(-1)];
  return base === undefined ? [] : [`${word}${base}(${fielders})`];
}

/** Patterns of the play itself, blanks and the hyphens between fielders gone. */
const PLAYS: readonly (readonly [RegExp, Rewrite])[] = [
  [/^1B([1-9]?)$|^SINGLE([1-9]?)$/, (a = '', b = '') => [`S${a || b}`]],
  [/^2B([1-9]?)$|^DOUBLE([1-9]?)$/, (a = '', b = '') => [`D${a || b}`]],
  [/^3B([1-9]?)$|^TRIPLE([1-9]?)$/, (a = '', b = '') => [`T${a || b}`]],
  [/^(?:GO|G)([1-9]+)$/, (fielders = '') => [`${fielders}/G`]],
  [/^(?:FO|FLY|F)([1-9])$/, (fielder = '') => [`${fielder}/F`]],
  [/^(?:LO|LINE|L)([1-9]+)$/, (fielders = '') => [`${fielders}/L`]],
  [/^(?:POP|P|IF)([1-9])$|^PO([4-9])$/, (a = '', b = '') => [`${a || b}/P`]],
  [/^(?:SF|SACF)([1-9]+)$/, (fielders = '') => [`${fielders}/SF`]],
  [/^(?:SAC|SH|SACB)([1-9]+)$/, (fielders = '') => [`${fielders}/SH`]],
  [/^([1-9])U[N]?$|^U([1-9])$/, (a = '', b = '') => [`${a || b}/G`]],
  [/^(?:DP|GDP|GIDP)([1-9]+)$|^([1-9]+)(?:DP|GDP|GIDP)$/, (a = '', b = '') => doublePlay(a || b)],
  [/^([1-9]{3,})$/, (fielders = '') => [...doublePlay(fielders), fielders]],
  [/^FC([1-9]{2,})$/, (fielders = '') => force(fielders)],
  [/^(?:ROE|RE)([1-9])$/, (fielder = '') => [`E${fielder}`]],
  [/^E([1-9])TH?$/, (fielder = '') => [`E${fielder}/TH`]],
  [/^(K|W|IW)(WP|PB|SB[23H]|CS.+)$/, (play = '', plus = '') => [`${play}+${plus}`]],
  [/^SB4$|^SBHOME$/, () => ['SBH']],
  [/^SB$/, () => ['SB2', 'SB3', 'SBH']],
  [/^(CS|PO|POCS)([123H])([1-9]{2,})$/, (word = '', base = '', fielders = '') => [`${word}${base}(${fielders})`]],
  [/^(CS|PO)([1-9]{2,})$/, (word = '', fielders = '') => attempt(word, fielders)],
];

/** `2-H`, also written `2H`, `2>H`, `2-4`, `2-HOME`. */
const ADVANCE = /^([B123])([-X]?)[=>]?(HOME|[123H4])((?:\([^)]*\))*)$/;

function advanceOf(text: string): string | null {
  const found = ADVANCE.exec(text);
  if (found === null) return null;
  const [, from = '', how = '', to = '', parameters = ''] = found;
  return `${from}${how === '' ? '-' : how}${to === '4' || to === 'HOME' ? 'H' : to}${parameters}`;
}

interface Parts {
  readonly play: string;
  /** With the point before them; '' when there are none. */
  readonly advances: string;
}

/**
 * The play itself and the advances behind it, whichever separators part them. Of `K 2-3` nobody knows whether a runner
 * advanced or the catcher threw to first: as many advances as can be come first.
 */
function partings(text: string): Parts[] {
  const words = text.split(/[.;, ]+/).filter((word) => word !== '');
  const advances: string[] = [];
  const found: Parts[] = [];
  while (words.length > 0) {
    found.unshift({ play: words.join(' '), advances: advances.length === 0 ? '' : `.${advances.join(';')}` });
    const advance = advanceOf(words.pop() ?? '');
    if (advance === null) break;
    advances.unshift(advance);
  }
  return found;
}

/** `K +WP` → `K+WP`, `G 6-3` → `G63`, `S-8` → `S8`. */
function packed(play: string): string {
  return play.replace(/ /g, '').replace(/(?<=[A-Z0-9(])-(?=[1-9])/g, '');
}

function playReadings(play: string): string[] {
  const word = WORDS[play];
  if (word !== undefined) return [word];
  return PLAYS.flatMap(([pattern, rewrite]) => {
    const found = pattern.exec(play);
    return found === null ? [] : rewrite(...found.slice(1));
  });
}

/** The same with one character less where it stands twice: `SS8`. */
function undoubled(play: string): string[] {
  return /([A-Z])\1/.test(play) ? [play.replace(/([A-Z])\1/, '$1')] : [];
}

function readingsOf({ play, advances }: Parts): string[] {
  const whole = packed(play);
  const [, basic = '', modifiers = ''] = /^([^/]*)(.*)$/.exec(whole) ?? [];
  const plays = [...playReadings(whole), ...playReadings(basic).map((other) => `${other}${modifiers}`)];
  return [...plays, whole, ...undoubled(whole)].map((each) => `${each}${advances}`);
}

/** Other texts for what was written, the likeliest first; none of them is the text itself. */
export function otherReadings(text: string): string[] {
  const written = text.toUpperCase();
  return [...new Set(partings(written).flatMap(readingsOf))].filter((reading) => reading !== written);
}
