/**
 * A whole chaos run: a world, a crowd that plays in it, faults after a plan; then everybody rests, everything drains, and
 * the checker holds what clients were told against what PostgreSQL has. Pure parts (plan, measures, report) are beside.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Machine, thisMachine } from '../../bench/machine';
import { check } from '../checker/check';
import type { Violation } from '../checker/evidence';
import { gather } from '../cluster/evidence';
import { SeededRandom } from '../sim/random';
import { type Catalog, catalogOf } from './faults/catalog';
import { type Done, inflictAll } from './inflict';
import { takeoversIn } from './measure/moves';
import { outcomeOf, unknownOf } from './measure/outcome';
import type { ChaosOptions } from './options';
import { planOf } from './plan';
import { Progress, type Screen } from './progress';
import type { ReportFacts } from './report/report';
import { reportPage } from './report/report';
import { World } from './world';

export interface ChaosResult {
  readonly facts: ReportFacts;
  /** The folder with the report, and the logs of all processes. */
  readonly folder: string;
  readonly reportFile: string;
}

/** Worth a second time: they say how long games were without an owner. */
const AGAIN = ['node-kill', 'node-term', 'node-freeze-long', 'redis-promote'];
/** What is measured is measured alone, the first time. */
const ALONE = [...AGAIN, 'redis-kill', 'redis-restart', 'redis-aof-cut', 'postgres-away'];
const WARM_WITHIN_MS = 60_000;
const WARM_ACKS_PER_GAME = 5;
const OBSERVE_EVERY_MS = 500;
const REST_WITHIN_MS = 150_000;
const DRAIN_WITHIN_MS = 60_000;
/** A game lasts some minutes at this; plays with an out are rarer the longer it must last. */
const OUT_WEIGHT = 0.25;
const LONG_OUT_WEIGHT = 0.03;
const LONG_AWAY_S = 60;

export interface Surroundings {
  /** The project's folder: the run's own is below it. */
  readonly root: string;
  readonly screen: Screen;
  /** Told of the way to end everything that the run has started. */
  readonly onWorld: (close: () => Promise<void>) => void;
}

export async function runChaos(options: ChaosOptions, at: Surroundings): Promise<ChaosResult> {
  const { seed } = options;
  const folder = join(at.root, '.dugout', 'chaos', `${new Date().toISOString().replace(/[:.]/g, '-')}-seed-${seed}`);
  mkdirSync(folder, { recursive: true });
  const progress = new Progress(at.screen);
  progress.say(`Starting 3 nodes, 2 workers, 3 Redis servers and PostgreSQL; everything is in ${folder}`);
  const random = new SeededRandom(seed);
  const catalog = catalogOf({
    ...(options.freezeS === undefined ? {} : { freezeMs: options.freezeS * 1000 }),
    ...(options.postgresAwayS === undefined ? {} : { postgresAwayMs: options.postgresAwayS * 1000 }),
    ...(options.only === undefined ? {} : { only: options.only }),
  });
  const isLongAway = (options.postgresAwayS ?? 0) > LONG_AWAY_S;
  const pace = { outWeight: isLongAway ? LONG_OUT_WEIGHT : OUT_WEIGHT, asksPostgres: !isLongAway };
  const machine = thisMachine();
  const startedAt = Date.now();
  const world = await World.start({ ...options, ...pace, folder, random: new SeededRandom(seed + 1) });
  at.onWorld(() => world.close());
  try {
    const run = new ChaosRun({ options, catalog, world, progress, random, startedAt, folder, machine });
    const facts = await run.toItsEnd();
    const reportFile = join(folder, 'report.html');
    writeFileSync(reportFile, reportPage(facts));
    writeFileSync(join(folder, 'answers.json'), answersOf(facts));
    return { facts, folder, reportFile };
  } finally {
    await world.close();
    rmSync(join(folder, 'postgres'), { recursive: true, force: true });
  }
}

interface Parts {
  readonly options: ChaosOptions;
  readonly catalog: Catalog;
  readonly world: World;
  readonly progress: Progress;
  readonly random: SeededRandom;
  /** In ms since 1970. */
  readonly startedAt: number;
  readonly folder: string;
  /** As it was before the run. */
  readonly machine: Machine;
}

class ChaosRun {
  private readonly done: Done[] = [];
  private readonly inForce: string[] = [];
  private readonly problems: string[];
  private isObserving = true;
  private doubled = new Set<string>();

  constructor(private readonly parts: Parts) {
    this.problems = parts.world.problems;
  }

  async toItsEnd(): Promise<ReportFacts> {
    const { world } = this.parts;
    const observing = this.observe();
    try {
      world.crowd.begin();
      await this.untilWarm();
      await this.inflict();
      await this.rest();
    } finally {
      this.isObserving = false;
      await observing;
    }
    const endedAt = world.now();
    const violations = await this.violations();
    return this.facts(endedAt, violations);
  }

  private async untilWarm(): Promise<void> {
    const { world, options, progress } = this.parts;
    const enough = options.games * WARM_ACKS_PER_GAME;
    await world.until('every table plays', () => world.record.acks.length >= enough, WARM_WITHIN_MS);
    progress.say(`${options.games} games are under way`);
  }

  private async inflict(): Promise<void> {
    const { world, catalog, options, random } = this.parts;
    const plan = planOf(
      { classes: catalog.classes, forMs: options.minutes * 60_000, again: AGAIN, alone: ALONE },
      random,
    );
    await inflictAll({
      world,
      classes: catalog.classes,
      plan,
      onBegin: (name) => this.inForce.push(name),
      onDone: (done) => this.fired(done),
    });
  }

  private fired(done: Done): void {
    const { progress } = this.parts;
    this.inForce.splice(this.inForce.indexOf(done.name), 1);
    this.done.push(done);
    const took = `${((done.endedAt - done.startedAt) / 1000).toFixed(1)} s`;
    const overlapped = done.isMet ? ', overlapped' : '';
    progress.say(`${done.isFelt ? 'fired' : 'NOT FELT'}  ${done.name} (${took}${overlapped}): ${done.evidence}`);
  }

  /** Everybody has his last answer, and PostgreSQL has everything (I8). */
  private async rest(): Promise<void> {
    const { world, progress } = this.parts;
    progress.say('No more faults; everybody finishes what he is about');
    let isOver = false;
    const ending = world.crowd.end().then(() => (isOver = true));
    await this.expected('every client gets an answer', () => isOver, REST_WITHIN_MS);
    if (isOver) await ending;
    const isDrained = async (): Promise<boolean> => (await world.owners.backlog().catch(() => 1)) === 0;
    await this.expected('PostgreSQL has everything', isDrained, DRAIN_WITHIN_MS);
  }

  private async expected(what: string, isSo: () => Promise<boolean> | boolean, withinMs: number): Promise<void> {
    await this.parts.world.until(what, isSo, withinMs).catch((cause: unknown) => this.problems.push(String(cause)));
  }

  /** Until the run is over: who owns what, which process has ended, and a word on how far it is. */
  private async observe(): Promise<void> {
    const { world } = this.parts;
    while (this.isObserving) {
      await world.tend().catch((cause: unknown) => this.problems.push(String(cause)));
      // A store that is away cannot be looked at.
      const owners = await world.owners.look(world.crowd.openGames).catch(() => new Map<string, readonly string[]>());
      for (const [gameId, nodes] of owners) if (nodes.length > 1) this.sawTwoOwners(gameId, nodes);
      this.show();
      await world.pass(OBSERVE_EVERY_MS);
    }
  }

  private sawTwoOwners(gameId: string, nodes: readonly string[]): void {
    const text = `game ${gameId} has two owners: ${nodes.join(', ')}`;
    if (!this.doubled.has(text)) this.problems.push(text);
    this.doubled.add(text);
  }

  private show(): void {
    const { world, catalog, progress } = this.parts;
    const { record } = world;
    progress.show({
      now: world.now(),
      accepted: record.acks.length,
      fired: new Set(this.done.filter(({ isFelt }) => isFelt).map(({ name }) => name)).size,
      classes: catalog.classes.length,
      unknown: unknownOf(record),
      problems: this.problems.length,
      inForce: this.inForce,
    });
  }

  private async violations(): Promise<readonly Violation[]> {
    const { world, progress } = this.parts;
    const { history } = world.record;
    progress.say(`Checking ${history.events.length} events of ${world.crowd.gameIds.length} games`);
    const { knex } = world.stores;
    const { gameIds } = world.crowd;
    const evidence = await gather({ knex, history, gameIds, nodes: world.members.nodes });
    return check({ ...evidence, heads: await world.owners.headsOf(gameIds), owners: world.owners.sightings });
  }

  private facts(endedAt: number, violations: readonly Violation[]): ReportFacts {
    const { world, options, catalog, startedAt, folder, machine } = this.parts;
    const { record, crowd } = world;
    const run = {
      acks: record.acks,
      refusals: record.refusals,
      sights: record.sights,
      done: this.done,
      classes: catalog.classes,
      takeovers: takeoversIn(join(folder, 'logs'), startedAt),
      violations,
      problems: this.problems,
      isPartial: options.only !== undefined,
    };
    return {
      ...run,
      outcome: outcomeOf(run),
      machine,
      command: `npm run chaos -- ${commandOf(options)}`,
      seed: options.seed,
      endedAt,
      leftOut: catalog.leftOut,
      checked:
        `Checked: ${record.history.events.length} events of clients, ${crowd.gameIds.length} games, ` +
        `${world.owners.sightings.length} looks at who owns a game, the views of every living node`,
    };
  }
}

/** What clients were answered, for whoever wants to look closer than the report. */
function answersOf({ acks, refusals, done, outcome }: ReportFacts): string {
  const faults = done.map(({ victims, ...fault }) => ({ ...fault, victims: [...(victims ?? [])] }));
  return JSON.stringify({ faults, acks, refusals, gaps: outcome.gaps });
}

function commandOf({ minutes, seed, freezeS, postgresAwayS, only, games, spectators, rate }: ChaosOptions): string {
  return [
    `--minutes ${minutes} --seed ${seed}`,
    ...(freezeS === undefined ? [] : [`--freeze-s ${freezeS}`]),
    ...(postgresAwayS === undefined ? [] : [`--postgres-away-s ${postgresAwayS}`]),
    ...(only === undefined ? [] : [`--only ${only.join(',')}`]),
    ...(games === 60 && spectators === 40 && rate === 150
      ? []
      : [`--games ${games} --spectators ${spectators} --rate ${rate}`]),
  ].join(' ');
}
