/**
 * Which decisions a situation allows: the one place that knows.
 *
 * What is enumerated here is what is accepted, no more and no less. Each rule asks the bases and the outs only, so that
 * a decision stays legal for the whole turn that it was made for.
 */
import type { DefensiveDecision, OffensiveDecision } from '../protocol/decisions';
import type { LiveState } from './state';

/** Why a decision cannot be: the rule's name, the field that breaks it, and the rule in words. */
export interface IllegalDecision {
  readonly rule: string;
  readonly field: string;
  readonly message: string;
}

/** What the rules ask. */
export interface DecisionSituation {
  readonly outs: LiveState['outs'];
  /** Who is on first, second and third; null: nobody. */
  readonly bases: readonly (object | null)[];
}

type Bases = DefensiveDecision['hold'];

const illegal = (rule: string, field: string, message: string): IllegalDecision => ({ rule, field, message });

const isOn = ({ bases }: DecisionSituation, base: number): boolean => (bases[base - 1] ?? null) !== null;
const isAnyOn = (state: DecisionSituation): boolean => isOn(state, 1) || isOn(state, 2) || isOn(state, 3);

function depthFault(state: DecisionSituation, { infieldDepth }: DefensiveDecision): IllegalDecision | null {
  const hasOutToSpare = state.outs < 2;
  if (infieldDepth === 'in' && !(isOn(state, 3) && hasOutToSpare)) {
    const message = 'The infield comes in only with a runner on third and fewer than two out.';
    return illegal('infieldIn', 'infieldDepth', message);
  }
  if (infieldDepth === 'doublePlay' && !(isOn(state, 1) && hasOutToSpare)) {
    const message = 'Double-play depth needs a runner on first and fewer than two out.';
    return illegal('doublePlayDepth', 'infieldDepth', message);
  }
  return null;
}

/** Why this defense cannot be played now; null when it can. */
export function illegalDefense(state: DecisionSituation, decision: DefensiveDecision): IllegalDecision | null {
  const depth = depthFault(state, decision);
  if (depth !== null) return depth;
  for (const base of decision.hold) {
    if (!isOn(state, base)) return illegal('holdRunner', 'hold', `Nobody is on base ${base} to be held.`);
  }
  if (decision.pitchOut && !isAnyOn(state)) {
    return illegal('pitchOut', 'pitchOut', 'A pitch-out needs a runner on base.');
  }
  if (decision.pitchOut && decision.intentionalWalk) {
    return illegal('intentionalWalk', 'pitchOut', 'An intentional walk is no pitch-out.');
  }
  return null;
}

function stealFault(state: DecisionSituation, { steal }: OffensiveDecision): IllegalDecision | null {
  for (const base of steal) {
    if (!isOn(state, base)) return illegal('stealFrom', 'steal', `Nobody is on base ${base} to steal from it.`);
    const next = base + 1;
    if (next <= 3 && isOn(state, next) && !steal.some((other) => other === next)) {
      return illegal('stealInto', 'steal', `The runner on base ${next} does not go: base ${base} cannot be left.`);
    }
  }
  return null;
}

function hitAndRunFault(state: DecisionSituation, decision: OffensiveDecision): IllegalDecision | null {
  if (!decision.hitAndRun) return null;
  if (!isOn(state, 1) || isOn(state, 3)) {
    return illegal('hitAndRun', 'hitAndRun', 'A hit-and-run needs a runner on first, and third base empty.');
  }
  if (decision.steal.length > 0) {
    return illegal('hitAndRun', 'steal', 'In a hit-and-run the runners go by themselves: no steal besides.');
  }
  if (decision.approach === 'power' || decision.approach === 'patient') {
    return illegal('hitAndRun', 'approach', 'In a hit-and-run the batter must meet the ball: normal or contact.');
  }
  return null;
}

function buntFault(state: DecisionSituation, { bunt, steal, hitAndRun }: OffensiveDecision): IllegalDecision | null {
  if (bunt === 'none') return null;
  if (hitAndRun) return illegal('bunt', 'hitAndRun', 'A bunt is no hit-and-run.');
  if (steal.length > 0) return illegal('bunt', 'steal', 'A bunt is no steal: the runners go on contact.');
  if (state.outs > 1) return illegal('bunt', 'bunt', 'With two out nobody is moved over by a bunt.');
  if (bunt === 'squeeze' && !isOn(state, 3)) return illegal('squeeze', 'bunt', 'A squeeze needs a runner on third.');
  if (bunt === 'sacrifice' && !isOn(state, 1) && !isOn(state, 2)) {
    return illegal('sacrifice', 'bunt', 'A sacrifice needs a runner on first or second.');
  }
  return null;
}

/** Why this offense cannot be played now; null when it can. */
export function illegalOffense(state: DecisionSituation, decision: OffensiveDecision): IllegalDecision | null {
  return stealFault(state, decision) ?? hitAndRunFault(state, decision) ?? buntFault(state, decision);
}

const BASES: readonly (1 | 2 | 3)[] = [1, 2, 3];
const ALIGNMENTS: readonly DefensiveDecision['alignment'][] = ['normal', 'shift'];
const INFIELDS: readonly DefensiveDecision['infieldDepth'][] = ['normal', 'in', 'cornersIn', 'doublePlay'];
const OUTFIELDS: readonly DefensiveDecision['outfieldDepth'][] = ['normal', 'in', 'deep'];
const APPROACHES: readonly OffensiveDecision['approach'][] = ['normal', 'contact', 'power', 'patient'];
const BUNTS: readonly OffensiveDecision['bunt'][] = ['none', 'sacrifice', 'squeeze'];
const EITHER: readonly boolean[] = [false, true];

/** All choices among the occupied bases, none of them first. */
function someOf(state: DecisionSituation): Bases[] {
  return BASES.filter((base) => isOn(state, base)).reduce<Bases[]>(
    (chosen, base) => [...chosen, ...chosen.map((bases) => [...bases, base])],
    [[]],
  );
}

/** Every defense that can be played now; the plainest first. */
export function legalDefenses(state: DecisionSituation): DefensiveDecision[] {
  const holds = someOf(state);
  const all = EITHER.flatMap((intentionalWalk) =>
    EITHER.flatMap((pitchOut) =>
      ALIGNMENTS.flatMap((alignment) =>
        OUTFIELDS.flatMap((outfieldDepth) =>
          INFIELDS.flatMap((infieldDepth) =>
            holds.map((hold) => ({ alignment, infieldDepth, outfieldDepth, hold, pitchOut, intentionalWalk })),
          ),
        ),
      ),
    ),
  );
  return all.filter((decision) => illegalDefense(state, decision) === null);
}

/** Every offense that can be played now; the plainest first. */
export function legalOffenses(state: DecisionSituation): OffensiveDecision[] {
  const steals = someOf(state);
  const all = BUNTS.flatMap((bunt) =>
    EITHER.flatMap((hitAndRun) =>
      steals.flatMap((steal) => APPROACHES.map((approach) => ({ approach, steal, hitAndRun, bunt }))),
    ),
  );
  return all.filter((decision) => illegalOffense(state, decision) === null);
}
