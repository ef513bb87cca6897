/** What `npm run import -- --prove` prints: the bounds first, then rates and teams. */
import { renderTable } from '../cluster/table';
import { BATTERS_MIN, RUNS_BOUND, WOBA_BOUND, type Proof, type RunsProof, type Verdict } from './proof';

/** Of 100 true figures 5 are further off than so many standard errors. */
const USUAL_ERRORS = 2;

const percentOf = (part: number): string => `${(100 * part).toFixed(0)} %`;
const percent = (part: number): string => `${part < 0 ? '−' : '+'}${Math.abs(100 * part).toFixed(1)} %`;

const WORDS: Readonly<Record<Verdict, string>> = { passed: 'passed', missed: 'MISSED', unproven: 'unproven' };

function runsLine({ real, simulated, off, error, games, verdict }: Proof['league']): string {
  const bound = `bound ${percentOf(RUNS_BOUND)}`;
  const chance = `chance ±${(100 * error).toFixed(1)} %`;
  const few = verdict === 'unproven' ? `: ${games / 2} games are too few, chance alone moves more than the bound` : '';
  return `runs a team and game  ${real.toFixed(3)} real, ${simulated.toFixed(3)} simulated, ${percent(off)} (${bound}, ${chance}): ${WORDS[verdict]}${few}`;
}

function battersLine({ r, count, minPlateAppearances, verdict }: Proof['batters']): string {
  const who = `${count} batters of ${minPlateAppearances} plate appearances and more`;
  const few =
    verdict === 'unproven'
      ? `: too few of them in these files, ${BATTERS_MIN} are needed (--min-pa takes batters of fewer)`
      : '';
  return `batters' wOBA         r ${r.toFixed(3)} over ${who} (bound ${WOBA_BOUND}): ${WORDS[verdict]}${few}`;
}

function teamRow({ team, games, real, simulated, off, error }: RunsProof & { readonly team: string }): string[] {
  const errors = Math.abs(off) / error;
  return [
    team,
    String(games),
    real.toFixed(2),
    simulated.toFixed(2),
    percent(off),
    `±${(100 * error).toFixed(1)} %`,
    errors > USUAL_ERRORS ? `${errors.toFixed(1)} errors` : '',
  ];
}

export function proofReport({ league, teams, batters, rates }: Proof): string {
  const rateRows = rates.map(({ name, real, simulated }) => [
    name,
    real.toFixed(4),
    simulated.toFixed(4),
    percent(simulated / real - 1),
  ]);
  const close = teams.filter(({ off }) => Math.abs(off) <= RUNS_BOUND).length;
  const far = teams.filter(({ off, error }) => Math.abs(off) > USUAL_ERRORS * error).length;
  const expected = Math.round(teams.length / 20);
  return [
    `${runsLine(league)}\n${battersLine(batters)}`,
    renderTable([['per plate appearance', 'real', 'simulated', ''], ...rateRows]),
    renderTable([['team', 'games', 'runs', 'simulated', 'off', 'chance', ''], ...teams.map(teamRow)]),
    `${close} of ${teams.length} teams are within ${percentOf(RUNS_BOUND)}; ${far} are off by more than two standard errors, by chance alone it would be about ${expected}.`,
  ].join('\n\n');
}
