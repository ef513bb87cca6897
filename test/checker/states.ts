/** I4: every state that was shown or kept is what the rows up to its seq replay to. */
import type { GameId } from '../../src/protocol/ids';
import type { Model, ShownState, StoredEntry, Violation } from './evidence';
import { groupBy, type Ledger } from './ledger';

export function statesHold<State>(ledger: Ledger, states: readonly ShownState[], model: Model<State>): Violation[] {
  return [...groupBy(states, ({ gameId }) => gameId)].flatMap(([gameId, of]) => {
    const rows = ledger.games.get(gameId) ?? [];
    return [...beyond(rows, of), ...replayed({ gameId, rows, shown: of, model })];
  });
}

function beyond(rows: readonly StoredEntry[], shown: readonly ShownState[]): Violation[] {
  const head = rows.at(-1)?.seq ?? 0;
  return shown
    .filter(({ seq }) => seq > head || seq < 1)
    .map(({ gameId, by, seq }) => ({
      invariant: 'I4',
      gameId,
      what: `${by} is at seq ${seq}, the rows end at ${head}`,
    }));
}

/** One pass over the rows, with a stop at each seq that somebody showed. */
function replayed<State>(options: {
  readonly gameId: GameId;
  readonly rows: readonly StoredEntry[];
  readonly shown: readonly ShownState[];
  readonly model: Model<State>;
}): Violation[] {
  const { gameId, rows, shown, model } = options;
  const stops = groupBy(shown, ({ seq }) => seq);
  const violations: Violation[] = [];
  let state: State | null = null;
  for (const row of rows) {
    try {
      state = model.step(state, row);
    } catch (cause) {
      return [...violations, { invariant: 'I4', gameId, what: `seq ${row.seq} cannot be replayed: ${String(cause)}` }];
    }
    for (const { by, seq, rendering, text } of stops.get(row.seq) ?? []) {
      const expected = model.render(state, rendering);
      if (text === expected) continue;
      violations.push({ invariant: 'I4', gameId, what: `${by} at seq ${seq} shows ${text}; replay gives ${expected}` });
    }
  }
  return violations;
}
