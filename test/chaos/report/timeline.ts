/**
 * The timeline: faults in lanes, a colour for each kind; under them, on the same axis of time, what clients felt:
 * commands accepted and refused a second, takeovers, and gaps by how long they took to mend.
 */
import type { FaultGroup } from '../fault';
import type { Done } from '../inflict';
import type { Gap } from '../measure/gaps';
import type { Takeover } from '../measure/moves';
import type { Ack, Refusal } from '../record';
import { clockText, durationText, element, hint } from './html';

export interface TimelineFacts {
  /** In ms since the run began, as everything here. */
  readonly endedAt: number;
  readonly done: readonly Done[];
  readonly acks: readonly Ack[];
  readonly refusals: readonly Refusal[];
  readonly takeovers: readonly Takeover[];
  readonly gaps: readonly Gap[];
}

/** Told apart by people who see colours differently, too (Okabe and Ito's palette). */
export const COLOURS: Readonly<Record<FaultGroup, string>> = {
  node: '#d55e00',
  worker: '#e69f00',
  redis: '#cc79a7',
  network: '#56b4e9',
  postgres: '#0072b2',
  client: '#7f7f7f',
};
export const GROUP_NAMES: Readonly<Record<FaultGroup, string>> = {
  node: 'nodes',
  worker: 'workers',
  redis: 'Redis',
  network: 'network',
  postgres: 'PostgreSQL',
  client: 'clients and balancer',
};

const WIDTH = 1400;
const LEFT = 92;
const RIGHT = 20;
const LANE = 17;
const BAR = 13;
const LABEL_PX = 5.9;
const CHART = 150;
const GAP_CHART = 110;
const SPACE = 38;
const INK = '#1b1f24';
const GRID = '#dfe3e8';
const ACCEPTED = '#009e73';
const REFUSED = '#d62728';
const UNKNOWN = '#9467bd';

export function timeline(facts: TimelineFacts): string {
  const x = scale(facts.endedAt);
  const { bars, lanes } = faultLanes(facts.done, x);
  const ratesTop = 26 + lanes * LANE + SPACE;
  const takeoversTop = ratesTop + CHART + SPACE;
  const gapsTop = takeoversTop + 46 + SPACE;
  const height = gapsTop + GAP_CHART + 34;
  const parts = [
    ...timeGrid(facts.endedAt, x, height - 24),
    label('Faults', 18),
    bars,
    rates(facts, x, ratesTop),
    takeovers(facts, x, takeoversTop),
    gaps(facts, x, gapsTop),
  ];
  return element(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': 'Timeline of the run', class: 'timeline' },
    parts.join('\n'),
  );
}

type Scale = (at: number) => number;

function scale(endedAt: number): Scale {
  return (at) => LEFT + (Math.max(0, Math.min(at, endedAt)) / endedAt) * (WIDTH - LEFT - RIGHT);
}

function timeGrid(endedAt: number, x: Scale, bottom: number): string[] {
  const stepMs = [5, 10, 15, 30, 60, 120].map((s) => s * 1000).find((step) => endedAt / step <= 16) ?? 300_000;
  return Array.from({ length: Math.floor(endedAt / stepMs) + 1 }, (_, index) => {
    const at = x(index * stepMs);
    return (
      element('line', { x1: at, x2: at, y1: 22, y2: bottom, stroke: GRID }) +
      element('text', { x: at, y: bottom + 16, 'text-anchor': 'middle', class: 'tick' }, clockText(index * stepMs))
    );
  });
}

/** Bars with their names beside them, each in the first lane that has room for both. */
function faultLanes(done: readonly Done[], x: Scale): { bars: string; lanes: number } {
  const ends: number[] = [];
  const bars = [...done]
    .sort((a, b) => a.startedAt - b.startedAt)
    .map((fault) => {
      const from = x(fault.startedAt);
      const width = Math.max(3, x(fault.endedAt) - from);
      const textWidth = fault.name.length * LABEL_PX + 10;
      const isAtTheEdge = from + width + textWidth > WIDTH - RIGHT;
      const start = isAtTheEdge ? from - textWidth : from;
      const free = ends.findIndex((end) => end < start);
      const lane = free === -1 ? ends.length : free;
      ends[lane] = isAtTheEdge ? from + width : from + width + textWidth;
      return faultBar(fault, { from, width, y: 26 + lane * LANE, isAtTheEdge });
    });
  return { bars: bars.join('\n'), lanes: ends.length };
}

function faultBar(
  fault: Done,
  { from, width, y, isAtTheEdge }: { from: number; width: number; y: number; isAtTheEdge: boolean },
): string {
  const colour = COLOURS[fault.group];
  const took = durationText(fault.endedAt - fault.startedAt);
  const said = `${fault.name}, ${clockText(fault.startedAt)} for ${took}: ${fault.evidence}`;
  const rect = element(
    'rect',
    { x: from, y, width, height: BAR, rx: 2, fill: fault.isFelt ? colour : 'none', stroke: colour },
    hint(said),
  );
  const at = isAtTheEdge ? { x: from - 4, 'text-anchor': 'end' } : { x: from + width + 4, 'text-anchor': 'start' };
  return rect + element('text', { ...at, y: y + BAR - 3, class: 'fault' }, fault.name);
}

function rates(facts: TimelineFacts, x: Scale, top: number): string {
  const seconds = Math.ceil(facts.endedAt / 1000);
  const count = (items: readonly { readonly at: number }[]): number[] => {
    const bins = new Array<number>(seconds).fill(0);
    for (const { at } of items) {
      const bin = Math.floor(at / 1000);
      if (bin >= 0 && bin < seconds) bins[bin] = (bins[bin] ?? 0) + 1;
    }
    return bins;
  };
  const accepted = count(facts.acks);
  const refusedOnes = count(facts.refusals.filter(({ applied }) => applied === 'no'));
  const unknown = count(facts.refusals.filter(({ applied }) => applied === 'unknown'));
  const highest = Math.max(10, ...accepted, ...refusedOnes, ...unknown);
  const y = (value: number): number => top + CHART - (value / highest) * CHART;
  const at = (bin: number): number => x(bin * 1000);
  const steps = (bins: readonly number[]): string =>
    bins
      .map(
        (value, bin) =>
          `${bin === 0 ? 'M' : 'L'}${at(bin).toFixed(1)},${y(value).toFixed(1)}H${at(bin + 1).toFixed(1)}`,
      )
      .join('');
  const area = `${steps(accepted)}V${y(0)}H${at(0)}Z`;
  return [
    label('Commands a second', top - 8),
    ...valueGrid([0, Math.round(highest / 2), highest], y),
    element('path', { d: area, fill: ACCEPTED, 'fill-opacity': 0.25, stroke: 'none' }),
    element('path', { d: steps(accepted), fill: 'none', stroke: ACCEPTED, 'stroke-width': 1.5 }),
    element('path', { d: steps(refusedOnes), fill: 'none', stroke: REFUSED, 'stroke-width': 1.2 }),
    element('path', { d: steps(unknown), fill: 'none', stroke: UNKNOWN, 'stroke-width': 1.2 }),
    legend(top - 8, [
      ['accepted', ACCEPTED],
      ['refused: not applied', REFUSED],
      ['outcome unknown to the client', UNKNOWN],
    ]),
  ].join('\n');
}

function takeovers({ takeovers: all }: TimelineFacts, x: Scale, top: number): string {
  const ticks = all.map(({ at, node, gameId }) =>
    element(
      'line',
      { x1: x(at), x2: x(at), y1: top, y2: top + 30, stroke: COLOURS.node, 'stroke-opacity': 0.45 },
      hint(`${clockText(at)} ${node} took ${gameId}`),
    ),
  );
  const base = element('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: top + 30, y2: top + 30, stroke: GRID });
  return [label(`Takeovers: ${all.length} games, a line each`, top - 8), base, ...ticks].join('\n');
}

function gaps({ gaps: all }: TimelineFacts, x: Scale, top: number): string {
  const highest = Math.max(1000, ...all.map(({ tookMs }) => tookMs));
  const y = (ms: number): number => top + GAP_CHART - (ms / highest) * GAP_CHART;
  const dots = all.map(({ at, tookMs, sinceAcceptedMs, isReconnect }) => {
    const said = `${clockText(at)}: mended in ${durationText(tookMs)}, ${durationText(sinceAcceptedMs)} after it was accepted`;
    const colour = isReconnect ? COLOURS.client : COLOURS.postgres;
    return element('circle', { cx: x(at), cy: y(tookMs), r: 2.4, fill: colour, 'fill-opacity': 0.55 }, hint(said));
  });
  const lines = [0, 1000, highest].filter((value, index, values) => values.indexOf(value) === index);
  const text = `Gaps: ${all.length} entries of which a client heard late, by how long it took to mend once nothing stood in the way`;
  return [
    label(text, top - 8),
    ...valueGrid(lines, y, durationText),
    ...dots,
    legend(top - 8, [
      ['its connection stood', COLOURS.postgres],
      ['it had to connect again', COLOURS.client],
    ]),
  ].join('\n');
}

function valueGrid(values: readonly number[], y: Scale, text: (value: number) => string = String): string[] {
  return values.map(
    (value) =>
      element('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value), stroke: GRID }) +
      element('text', { x: LEFT - 8, y: y(value) + 4, 'text-anchor': 'end', class: 'tick' }, text(value)),
  );
}

function label(text: string, y: number): string {
  return element('text', { x: LEFT, y, class: 'label', fill: INK }, text);
}

/** At the right end of a chart's heading. */
function legend(y: number, entries: readonly (readonly [string, string])[]): string {
  let right = WIDTH - RIGHT;
  return [...entries]
    .reverse()
    .map(([text, colour]) => {
      right -= text.length * 6.3 + 26;
      return (
        element('rect', { x: right, y: y - 9, width: 11, height: 11, rx: 2, fill: colour }) +
        element('text', { x: right + 16, y, class: 'tick' }, text)
      );
    })
    .join('');
}
