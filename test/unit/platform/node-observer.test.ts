/** What an operator's dashboard sees of ownership: each fact counted under its reason, and timed. */
import { createLogger } from '../../../src/platform/logger';
import { createMetrics, type Metrics } from '../../../src/platform/metrics';
import { nodeObserver } from '../../../src/platform/node-observer';

function observed(): { metrics: Metrics; observer: ReturnType<typeof nodeObserver> } {
  const metrics = createMetrics('node-1');
  return { metrics, observer: nodeObserver(metrics, createLogger({ level: 'silent', node: 'node-1' })) };
}

/** The values of one metric as `/metrics` shows them. */
async function shown(metrics: Metrics, name: string): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text.split('\n').filter((line) => line.startsWith(`dugout_${name}`) && !line.includes('_bucket'));
}

test('observer: a game comes, is doubted and goes → counted by reason, timed in seconds, hot while it is here', async () => {
  const { metrics, observer } = observed();
  const fact = { gameId: 'g', epoch: 3, tookMs: 250 };
  observer.acquired({ ...fact, reason: 'takeover' });
  observer.acquired({ ...fact, reason: 'cold' });
  observer.reclaimed({ ...fact, reason: 'unanswered', outcome: 'kept' });
  observer.released({ ...fact, reason: 'handOff' });
  expect(await shown(metrics, 'games_acquired_total')).toEqual([
    'dugout_games_acquired_total{reason="takeover",node="node-1"} 1',
    'dugout_games_acquired_total{reason="cold",node="node-1"} 1',
  ]);
  expect(await shown(metrics, 'game_acquire_seconds_sum')).toEqual([
    'dugout_game_acquire_seconds_sum{node="node-1",reason="takeover"} 0.25',
    'dugout_game_acquire_seconds_sum{node="node-1",reason="cold"} 0.25',
  ]);
  expect(await shown(metrics, 'games_reclaimed_total')).toEqual([
    'dugout_games_reclaimed_total{reason="unanswered",outcome="kept",node="node-1"} 1',
  ]);
  expect(await shown(metrics, 'game_reclaim_seconds_sum')).toEqual([
    'dugout_game_reclaim_seconds_sum{node="node-1",outcome="kept"} 0.25',
  ]);
  expect(await shown(metrics, 'games_released_total')).toEqual([
    'dugout_games_released_total{reason="handOff",node="node-1"} 1',
  ]);
  expect(await shown(metrics, 'game_release_seconds_sum')).toEqual([
    'dugout_game_release_seconds_sum{node="node-1",reason="handOff"} 0.25',
  ]);
  expect(await shown(metrics, 'hot_games')).toEqual(['dugout_hot_games{node="node-1"} 1']);
});

test('observer: a game is lost → no longer hot, counted by why', async () => {
  const { metrics, observer } = observed();
  observer.acquired({ gameId: 'g', epoch: 3, reason: 'cold', tookMs: 1 });
  observer.lost({ gameId: 'g', epoch: 3, reason: 'diverged' });
  expect(await shown(metrics, 'games_lost_total')).toEqual([
    'dugout_games_lost_total{reason="diverged",node="node-1"} 1',
  ]);
  expect(await shown(metrics, 'hot_games')).toEqual(['dugout_hot_games{node="node-1"} 0']);
});
