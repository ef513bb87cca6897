/** What a benchmark found: a number, its unit, and the goal beside it when there is one. */
import { renderTable } from '../scripts/cluster/table';

export type Goal = { readonly atMost: number } | { readonly atLeast: number };

export interface Figure {
  readonly section: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: Goal;
}

/** Null for a figure without a goal. */
export function isMet({ value, goal }: Figure): boolean | null {
  if (goal === undefined) return null;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

const HEADING = ['section', 'figure', 'value', 'goal', ''];

export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.section,
    figure.name,
    `${numeral(figure.value)} ${figure.unit}`,
    goalText(figure),
    verdict(isMet(figure)),
  ]);
  return renderTable([HEADING, ...rows]);
}

function goalText({ goal, unit }: Figure): string {
  if (goal === undefined) return '';
  return 'atMost' in goal ? `≤ ${numeral(goal.atMost)} ${unit}` : `≥ ${numeral(goal.atLeast)} ${unit}`;
}

function verdict(met: boolean | null): string {
  if (met === null) return '';
  return met ? 'met' : 'MISSED';
}

function numeral(value: number): string {
  if (Number.isInteger(value) || value >= 1_000) return Math.round(value).toLocaleString('en');
  return value.toFixed(value < 10 ? 2 : 1);
}
