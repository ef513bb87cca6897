/** The writer of play notation: a structured play as a scorekeeper would write it. Reading it gives the play again. */
import type {
  FieldingError,
  FieldingSequence,
  PlayKind,
  PlayModifier,
  ScoredAdvance,
  ScoredAttempt,
  ScoredPlay,
} from '../../protocol/play';

const WORDS: Readonly<Record<PlayKind, string>> = {
  out: '',
  strikeout: 'K',
  stolenBase: '',
  defensiveIndifference: 'DI',
  caughtStealing: '',
  pickoff: '',
  wildPitch: 'WP',
  passedBall: 'PB',
  balk: 'BK',
  otherAdvance: 'OA',
  foulError: 'FLE',
  walk: 'W',
  intentionalWalk: 'IW',
  hitByPitch: 'HP',
  interference: 'C',
  error: 'E',
  fieldersChoice: 'FC',
  single: 'S',
  double: 'D',
  triple: 'T',
  homeRun: 'HR',
};

export const ATTEMPT_WORDS: Readonly<Record<ScoredAttempt['kind'], string>> = {
  stolenBase: 'SB',
  caughtStealing: 'CS',
  pickoff: 'PO',
  pickoffCaughtStealing: 'POCS',
};

const PLUS: Readonly<Record<NonNullable<ScoredPlay['plus']>, string>> = {
  wildPitch: '+WP',
  passedBall: '+PB',
  otherAdvance: '+OA',
  defensiveIndifference: '+DI',
  error: '+E',
};

/** Modifiers with a word of their own; double plays and bunts are written with the trajectory. */
const MODIFIERS: Readonly<Partial<Record<PlayModifier, string>>> = {
  sacrificeHit: 'SH',
  sacrificeFly: 'SF',
  foul: 'FL',
  force: 'FO',
  triplePlay: 'TP',
  batterRunning: 'BR',
  interference: 'INT',
};

const baseText = (base: number): string => (base === 4 ? 'H' : String(base));

function throwMark(error: FieldingError | undefined): string {
  return error?.kind === 'throwing' ? '/TH' : '';
}

function sequence({ fielders, error }: FieldingSequence): string {
  const text = fielders.map((fielder) => (fielder === 0 ? '?' : String(fielder))).join('');
  return error === undefined ? text : `${text}E${error.fielder}`;
}

function runMark(run: ScoredAdvance['run']): string {
  if (run === 'unearned') return '(UR)';
  return run === 'teamUnearned' ? '(TUR)' : '';
}

function rbiMark(rbi: boolean | undefined): string {
  if (rbi === undefined) return '';
  return rbi ? '(RBI)' : '(NR)';
}

function outs(play: ScoredPlay): string {
  const all = play.outs ?? [];
  let relay = -1;
  let text = '';
  all.forEach(({ runner, by }, i) => {
    const fielders = by.fielders[0] === relay ? by.fielders.slice(1) : by.fielders;
    const isLastOnBatter = runner === 0 && i === all.length - 1;
    text += sequence({ ...by, fielders: fielders.length === 0 && by.error === undefined ? by.fielders : fielders });
    if (!isLastOnBatter) text += runner === 0 ? '(B)' : `(${runner})`;
    relay = by.error?.fielder ?? by.fielders[by.fielders.length - 1] ?? -1;
  });
  return text;
}

function attempts(play: ScoredPlay): string {
  if (play.attempts === undefined) return '';
  return play.attempts
    .map(({ kind, base, by, run, rbi }) => {
      const handled = by === undefined ? '' : `(${sequence(by)}${throwMark(by.error)})`;
      return `${ATTEMPT_WORDS[kind]}${baseText(base)}${handled}${runMark(run)}${rbiMark(rbi)}`;
    })
    .join(';');
}

function basic(play: ScoredPlay): string {
  switch (play.kind) {
    case 'out':
      return outs(play);
    case 'stolenBase':
    case 'caughtStealing':
    case 'pickoff':
      return attempts(play);
    case 'strikeout':
    case 'walk':
    case 'intentionalWalk': {
      const plus =
        play.plus === undefined ? '' : `${PLUS[play.plus]}${play.plus === 'error' ? (play.error?.fielder ?? 2) : ''}`;
      const tried = attempts(play);
      return `${WORDS[play.kind]}${outs(play)}${plus}${tried === '' ? '' : `+${tried}`}`;
    }
    case 'error':
    case 'foulError':
      return `${WORDS[play.kind]}${play.error?.fielder ?? 0}`;
    case 'interference':
      return `C/${(play.assists ?? []).join('')}E${play.error?.fielder ?? 2}`;
    case 'double':
      if (play.modifiers?.includes('groundRule') === true) return 'DGR';
      return `D${play.fieldedBy ?? ''}`;
    case 'single':
    case 'triple':
    case 'homeRun':
    case 'fieldersChoice':
      return `${WORDS[play.kind]}${play.fieldedBy ?? ''}`;
    default:
      return WORDS[play.kind];
  }
}

function doublePlayWord(play: ScoredPlay): string {
  const has = (modifier: PlayModifier): boolean => play.modifiers?.includes(modifier) === true;
  if (has('groundedIntoDoublePlay')) return '/GDP';
  return has('doublePlay') ? '/DP' : '';
}

function modifiers(play: ScoredPlay): string {
  let text = '';
  for (const modifier of play.modifiers ?? []) {
    const word = MODIFIERS[modifier];
    const isSaidAlready = modifier === 'foul' && (play.location?.endsWith('F') === true || play.kind === 'foulError');
    if (word !== undefined && !isSaidAlready) text += `/${word}`;
  }
  text += doublePlayWord(play);
  const bunt = play.modifiers?.includes('bunt') === true ? 'B' : '';
  const place = `${bunt}${play.trajectory ?? ''}${play.location ?? ''}`;
  if (place !== '') text += `/${place}`;
  const isThrown = play.kind !== 'foulError' && play.kind !== 'interference';
  return isThrown ? `${text}${throwMark(play.error)}` : text;
}

function advance({ from, to, out, by, run, rbi, ...how }: ScoredAdvance): string {
  const handled = (by ?? []).map((each) => `(${sequence(each)}${throwMark(each.error)})`).join('');
  const pitch = `${how.wildPitch === true ? '(WP)' : ''}${how.passedBall === true ? '(PB)' : ''}`;
  const stolen = how.stolenBase === true ? `(SB${baseText(to)})` : '';
  const way = `${from === 0 ? 'B' : from}${out === true ? 'X' : '-'}${baseText(to)}`;
  return `${way}${handled}${runMark(run)}${pitch}${stolen}${rbiMark(rbi)}`;
}

export function writeNotation(play: ScoredPlay): string {
  const { advances } = play;
  const text = basic(play) + modifiers(play);
  return advances === undefined || advances.length === 0 ? text : `${text}.${advances.map(advance).join(';')}`;
}
