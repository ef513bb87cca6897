/**
 * CPU time of processes with all their descendants, as Linux keeps it in /proc: user and system time, and that of
 * children who ended and were waited for. A child that ends between two looks moves from its own row to its parent's,
 * so the sum of a tree never falls.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** The program's name, e.g. `redis-server`. */
  readonly program: string;
  readonly cpuTicks: number;
}

/** Microseconds by what a process is. */
export type CpuByKind = Readonly<Record<string, number>>;

const MICROS_PER_S = 1_000_000;

/** @param roots each process to begin with, and how its tree is called; stores are told apart by their programs */
export function cpuOf(roots: readonly { readonly pid: number; readonly kind: string }[]): CpuByKind {
  const rows = processRows();
  const children = new Map<number, ProcessRow[]>();
  for (const row of rows.values()) children.set(row.parent, [...(children.get(row.parent) ?? []), row]);
  const sums: Record<string, number> = {};
  const add = (row: ProcessRow, kind: string): void => {
    const own = kindOf(row, kind);
    sums[own] = (sums[own] ?? 0) + (row.cpuTicks / ticksPerSecond()) * MICROS_PER_S;
    for (const child of children.get(row.pid) ?? []) add(child, own);
  };
  for (const { pid, kind } of roots) {
    const row = rows.get(pid);
    if (row !== undefined) add(row, kind);
  }
  return sums;
}

/** What was used between two looks. */
export function cpuBetween(before: CpuByKind, after: CpuByKind): CpuByKind {
  return Object.fromEntries(Object.entries(after).map(([kind, micros]) => [kind, micros - (before[kind] ?? 0)]));
}

function kindOf({ program }: ProcessRow, inherited: string): string {
  if (/^(?:redis|valkey)-server/.test(program)) return 'redis';
  return program.startsWith('postgres') ? 'postgres' : inherited;
}

function processRows(): Map<number, ProcessRow> {
  const rows = new Map<number, ProcessRow>();
  for (const name of readdirSync('/proc')) {
    const row = /^\d+$/.test(name) ? processRow(Number(name)) : undefined;
    if (row !== undefined) rows.set(row.pid, row);
  }
  return rows;
}

/** proc(5): pid (comm) state ppid …; fields 14–17 are utime, stime, cutime, cstime. */
function processRow(pid: number): ProcessRow | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined; // It ended meanwhile.
  }
  const end = text.lastIndexOf(')');
  const program = text.slice(text.indexOf('(') + 1, end);
  const fields = text.slice(end + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: Number(fields[1]), program, cpuTicks: ticks };
}

let ticks: number | undefined;
function ticksPerSecond(): number {
  ticks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return ticks;
}
