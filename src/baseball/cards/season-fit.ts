/**
 * What batters, pitchers and parks of a season each bring, told apart: who hit against good pitchers in a small park
 * gets another card than who did the same against poor ones in a big one, and nobody's deeds count twice.
 *
 * A plate appearance is taken for the mean of its hands, times 1 plus what the batter, the pitcher, the park and the
 * home edge add. Each one's part is what is left of his counts when the others' parts are taken off, drawn to the mean
 * as in `regression.ts`; then the others' again, round after round until it stands (ridge regression by blocks: the
 * likeliest answer where talent spreads as the constants there say).
 *
 * Players are drawn to the mean of their team's batters or pitchers, which is itself drawn to the season's, but little:
 * the cards are there to play the season again, and a team is to have its own season back.
 */
import type { PlayerId, TeamId } from '../../protocol/ids';
import type { ChartRates, Side2 } from './league-2019';
import type { RatesByHand } from './make-card';
import { regressed, type Of } from './regression';
import { addMeeting, noPlate, type Meeting } from './season-counts';
import { fromOthers, NAMES, noParts, partsBy, Surplus } from './season-met';
import type { ByHand, Company, Ground, Met, ParkNumbers, Party, Parts } from './season-met';
import { fitGround, newGround } from './season-parks';

const ROUNDS = 12;
/** Plate appearances until half of what a team shows is its own. */
const HALF_TEAM = 1000;

export interface SeasonFit {
  readonly batting: ReadonlyMap<PlayerId, RatesByHand>;
  readonly pitching: ReadonlyMap<PlayerId, RatesByHand>;
  readonly parks: ReadonlyMap<TeamId, ParkNumbers>;
}

export interface SeasonMeetings {
  /** Without batters who read their own cards: those meet nobody. */
  readonly meetings: readonly Meeting[];
  /** Of the season, by the side of the batter and the arm of the pitcher. */
  readonly means: ByHand<ByHand<ChartRates>>;
  readonly companyOf: (of: Of, player: PlayerId) => Company;
  readonly teamOf: (player: PlayerId) => TeamId;
}

export function fitSeason(season: SeasonMeetings): SeasonFit {
  const { batters, pitchers, grounds } = partiesOf(season);
  const sides = [pitchers, batters].map((parties) => teamsOf(parties, season));
  for (let round = 0; round < ROUNDS; round++) {
    for (const ground of grounds.values()) fitGround(ground);
    for (const team of sides.flat()) fitTeam(team);
  }
  const parks = new Map([...grounds].map(([id, { numbers }]) => [id, numbers]));
  return { batting: ratesIn(batters), pitching: ratesIn(pitchers), parks };
}

const ratesIn = (parties: ReadonlyMap<PlayerId, Party>): Map<PlayerId, RatesByHand> =>
  new Map([...parties].map(([id, { rates }]) => [id, rates]));

/** A team's batters, or its pitchers. */
function teamsOf(parties: ReadonlyMap<PlayerId, Party>, { teamOf }: SeasonMeetings): Party[][] {
  const teams = new Map<TeamId, Party[]>();
  for (const [id, party] of parties) {
    const team = teams.get(teamOf(id)) ?? [];
    teams.set(teamOf(id), team);
    team.push(party);
  }
  return [...teams.values()];
}

interface Parties {
  readonly batters: Map<PlayerId, Party>;
  readonly pitchers: Map<PlayerId, Party>;
  readonly grounds: Map<TeamId, Ground>;
}

function partiesOf({ meetings, means, companyOf }: SeasonMeetings): Parties {
  const parties: Parties = { batters: new Map(), pitchers: new Map(), grounds: new Map() };
  const partyOf = (of: Of, id: PlayerId): Party => {
    const known = of === 'batting' ? parties.batters : parties.pitchers;
    const party = known.get(id) ?? newParty(of, companyOf(of, id));
    known.set(id, party);
    return party;
  };
  for (const meeting of meetings) {
    const ground = parties.grounds.get(meeting.park) ?? newGround();
    parties.grounds.set(meeting.park, ground);
    const [batter, pitcher] = [partyOf('batting', meeting.batter), partyOf('pitching', meeting.pitcher)];
    const met: Met = { meeting, mean: means[meeting.side][meeting.arm], batter, pitcher, ground };
    addMeeting(batter.seen[meeting.arm], meeting);
    addMeeting(pitcher.seen[meeting.side], meeting);
    for (const { met: all } of [batter, pitcher, ground]) all.push(met);
  }
  return parties;
}

function newParty(of: Of, company: Company): Party {
  const seen = { L: noPlate(), R: noPlate() };
  return { of, company, seen, met: [], rates: company.drawnTo, parts: partsOf(company.drawnTo, company) };
}

/** What he adds to the season's mean. */
function partsOf(rates: RatesByHand, { mean }: Company): ByHand<Parts> {
  const against = (hand: Side2): Parts => partsBy((name) => rates[hand][name] / mean[hand][name] - 1);
  return { L: against('L'), R: against('R') };
}

/** The hand by which he is counted: the other's. */
const handIn = ({ of }: Party, { meeting }: Met): Side2 => (of === 'batting' ? meeting.arm : meeting.side);

const bringerOf = ({ of }: Party): 'batter' | 'pitcher' => (of === 'batting' ? 'batter' : 'pitcher');

function fitTeam(team: readonly Party[]): void {
  const surplus = new Surplus();
  for (const party of team) {
    for (const met of party.met) {
      const expected = party.company.drawnTo[handIn(party, met)];
      surplus.add(met, expected, (name) => fromOthers(met, name, bringerOf(party)));
    }
  }
  const parts = surplus.plateAppearances === 0 ? noParts() : partsBy((name) => surplus.part(name, HALF_TEAM));
  for (const party of team) fitParty(party, parts);
}

/** Takes off what others than he made of his plate appearances, and draws the rest to the mean of his team. */
function fitParty(party: Party, team: Parts): void {
  const { of, seen, met, company } = party;
  const own = { L: { ...seen.L }, R: { ...seen.R } };
  for (const each of met) {
    const counts = own[handIn(party, each)];
    for (const name of NAMES) counts[name] -= fromOthers(each, name, bringerOf(party));
  }
  const drawnTo = (hand: Side2): ChartRates => {
    const rates = company.drawnTo[hand];
    return { ...rates, ...partsBy((name) => rates[name] * Math.max(0, 1 + team[name])) };
  };
  party.rates = regressed(of, own, { L: drawnTo('L'), R: drawnTo('R') });
  party.parts = partsOf(party.rates, company);
}
