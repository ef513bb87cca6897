import { standingsOf } from '../../../src/baseball/league/standings';
import type { GameId, TeamId } from '../../../src/protocol/ids';
import type { GameResult } from '../../../src/protocol/league';

let games = 0;

/** `OWL 3 ELK 1`: away and home, with their runs. */
function result(text: string, winner?: GameResult['winner']): GameResult {
  const [away = '', awayRuns = '0', home = '', homeRuns = '0'] = text.split(' ');
  const runs = { away: Number(awayRuns), home: Number(homeRuns) };
  games += 1;
  const byScore = runs.away === runs.home ? null : runs.away > runs.home ? ('away' as const) : ('home' as const);
  return {
    gameId: `game-${games}` as GameId,
    away: { id: away as TeamId, name: away, runs: runs.away },
    home: { id: home as TeamId, name: home, runs: runs.home },
    winner: winner === undefined ? byScore : winner,
  };
}

describe('standings', () => {
  test('no games → no rows', () => {
    expect(standingsOf([])).toEqual([]);
  });

  test('wins, losses, ties, runs, places, streaks and games behind', () => {
    const rows = standingsOf([
      result('OWL 3 ELK 1'),
      result('ELK 2 FOX 5'),
      result('FOX 4 OWL 4'),
      result('ELK 0 OWL 1'),
      result('FOX 2 ELK 3'),
    ]);
    expect(rows).toEqual([
      {
        team: { id: 'OWL', name: 'OWL' },
        games: 3,
        wins: 2,
        losses: 0,
        ties: 1,
        winningPercentage: 1,
        gamesBehind: 0,
        runsScored: 8,
        runsAllowed: 5,
        home: { wins: 1, losses: 0 },
        away: { wins: 1, losses: 0 },
        lastTen: { wins: 2, losses: 0 },
        streak: { result: 'win', games: 1 },
      },
      expect.objectContaining({ team: { id: 'FOX', name: 'FOX' }, wins: 1, losses: 1, ties: 1, gamesBehind: 1 }),
      expect.objectContaining({
        team: { id: 'ELK', name: 'ELK' },
        wins: 1,
        losses: 3,
        winningPercentage: 0.25,
        gamesBehind: 2,
        streak: { result: 'win', games: 1 },
      }),
    ]);
  });

  test('a forfeit → the winner whom it names, against the score', () => {
    const [first, second] = standingsOf([result('OWL 7 ELK 0', 'home')]);
    expect([first?.team.id, first?.wins, second?.losses]).toEqual(['ELK', 1, 1]);
  });

  test('the last ten → no more than ten; a streak counts back over equal results only', () => {
    const results = [
      ...Array.from({ length: 6 }, () => result('OWL 1 ELK 2')),
      ...Array.from({ length: 8 }, () => result('OWL 2 ELK 1')),
    ];
    const owls = standingsOf(results).find(({ team }) => team.id === 'OWL');
    expect(owls).toMatchObject({ lastTen: { wins: 8, losses: 2 }, streak: { result: 'win', games: 8 } });
  });

  test('equal records → the better run difference first', () => {
    const rows = standingsOf([result('OWL 1 ELK 9'), result('ELK 1 OWL 2')]);
    expect(rows.map(({ team }) => team.id)).toEqual(['ELK', 'OWL']);
  });
});
