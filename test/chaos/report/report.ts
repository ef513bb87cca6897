/** The report of a run as one page that needs nothing else: the verdict, the figures, the timeline, every fault. */
import { describe, type Machine } from '../../../bench/machine';
import type { FaultGroup } from '../fault';
import type { Done } from '../inflict';
import { isFigureMet, type Outcome, type RunFacts, unknownOf } from '../measure/outcome';
import { rateBetween } from '../measure/recovery';
import { clockText, durationText, escaped } from './html';
import { STYLE } from './style';
import { COLOURS, GROUP_NAMES, timeline } from './timeline';

export interface ReportFacts extends RunFacts {
  readonly outcome: Outcome;
  readonly machine: Machine;
  readonly command: string;
  readonly seed: number;
  /** In ms since the run began. */
  readonly endedAt: number;
  readonly leftOut: readonly string[];
  /** What was checked, in numbers. */
  readonly checked: string;
}

const PROBLEMS_SHOWN = 50;

export function reportPage(facts: ReportFacts): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dugout under chaos, seed ${facts.seed}: ${verdictOf(facts)}</title><style>${STYLE}</style></head>
<body><main>
<h1>Dugout under chaos <span class="${facts.outcome.isPassed ? 'good' : 'bad'}">${verdictOf(facts)}</span></h1>
<p class="about">${aboutText(facts)}</p>
${problemsList(facts)}
<section><h2>What happened, and what clients felt</h2>
<p class="legend">${groupLegend()}</p>
<div class="scroll">${timeline({ ...facts, gaps: facts.outcome.gaps })}</div></section>
<section><h2>Figures</h2>${figureTable(facts)}</section>
<section><h2>Faults, in their order</h2>${faultTable(facts)}</section>
<section><h2>Refusals</h2>${refusalTable(facts)}</section>
</main></body></html>
`;
}

function verdictOf({ outcome, violations, problems }: ReportFacts): string {
  if (violations.length + problems.length > 0) return 'broken';
  return outcome.voids.length > 0 ? 'void' : 'nothing lost, nothing doubled';
}

function aboutText(facts: ReportFacts): string {
  const { machine, done, acks, endedAt } = facts;
  const lines = [
    `<code>${escaped(facts.command)}</code>`,
    escaped(describe(machine)),
    `${clockText(endedAt)} minutes, ${acks.length} commands accepted (${rateBetween(acks, [0, endedAt]).toFixed(0)} a second), ` +
      `${unknownOf(facts)} of unknown outcome, ${done.length} faults of ${facts.classes.length} classes, ` +
      `${done.filter(({ isMet }) => isMet).length} of them overlapping, ${facts.takeovers.length} takeovers`,
    escaped(facts.checked),
    ...facts.leftOut.map((what) => `left out: ${escaped(what)}`),
  ];
  return lines.join('<br>');
}

function problemsList({ outcome, violations, problems }: ReportFacts): string {
  const broken = violations.map(({ invariant, gameId, what }) => `${invariant}, game ${gameId}: ${what}`);
  const all = [...broken, ...problems, ...outcome.voids.map((why) => `void: ${why}`)];
  if (all.length === 0) return '';
  const shown = all.slice(0, PROBLEMS_SHOWN).map((text) => `<li>${escaped(text)}</li>`);
  const more = all.length > shown.length ? `<li>and ${all.length - shown.length} more</li>` : '';
  return `<section class="problems"><h2>What is wrong</h2><ul>${shown.join('')}${more}</ul></section>`;
}

function groupLegend(): string {
  const groups = Object.keys(GROUP_NAMES) as FaultGroup[];
  const entries = groups.map(
    (group) => `<span><i style="background:${COLOURS[group]}"></i>${GROUP_NAMES[group]}</span>`,
  );
  return `${entries.join('')}<span><i class="hollow"></i>not felt</span>`;
}

function figureTable({ outcome }: ReportFacts): string {
  const rows = outcome.figures.map((figure) => {
    const met = isFigureMet(figure);
    const verdict = met === null ? '' : met ? 'met' : 'missed';
    const value = figure.value === null ? 'not measured' : `${numeral(figure.value)} ${escaped(figure.unit)}`;
    return `<tr><td>${escaped(figure.name)}</td><td class="number">${value}</td><td class="number">${goalText(figure)}</td><td class="${verdict}">${verdict}</td></tr>`;
  });
  return `<table><thead><tr><th>figure</th><th class="number">measured</th><th class="number">goal</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function goalText({ goal, unit }: Outcome['figures'][number]): string {
  if (goal === undefined) return '';
  const of = unit.startsWith('of ') ? '' : ` ${escaped(unit)}`;
  return 'atMost' in goal ? `≤ ${numeral(goal.atMost)}${of}` : `≥ ${numeral(goal.atLeast)}${of}`;
}

function numeral(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(1);
}

function faultTable({ done }: ReportFacts): string {
  const rows = [...done].sort((a, b) => a.startedAt - b.startedAt).map((fault) => `<tr>${faultCells(fault)}</tr>`);
  return `<table><thead><tr><th class="number">at</th><th>fault</th><th class="number">lasted</th><th></th><th>felt by</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function faultCells({ name, group, startedAt, endedAt, isMet, isFelt, evidence }: Done): string {
  return [
    `<td class="number">${clockText(startedAt)}</td>`,
    `<td><i style="background:${COLOURS[group]}"></i>${escaped(name)}</td>`,
    `<td class="number">${durationText(endedAt - startedAt)}</td>`,
    `<td>${isMet ? 'overlapped' : ''}</td>`,
    `<td class="${isFelt ? '' : 'missed'}">${escaped(evidence)}</td>`,
  ].join('');
}

function refusalTable({ refusals }: ReportFacts): string {
  const counts = new Map<string, number>();
  for (const { code, applied } of refusals) {
    const key = `${code}|${applied === 'no' ? 'not applied' : 'unknown'}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([key, count]) => {
      const [code = '', applied = ''] = key.split('|');
      return `<tr><td>${escaped(code)}</td><td>${applied}</td><td class="number">${count}</td></tr>`;
    });
  return `<p>What clients were told after all their own tries; each is held against what PostgreSQL has in the end.</p><table><thead><tr><th>code</th><th>says</th><th class="number">times</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
