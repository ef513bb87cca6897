/**
 * Who may import whom. A room is a folder with one reason to change; arrows between rooms point one way, and each room
 * knows only the libraries that it is there to wrap.
 */
import { builtinModules } from 'node:module';
import { dirname, posix } from 'node:path';
import * as ts from 'typescript';
import { nodesOf, offence, type Offence, type Source } from './source';

interface Room {
  /** A folder or a file. */
  readonly at: string;
  /** Rooms, or single files, that it may import. */
  readonly rooms: readonly string[];
  /** What of them it may know only as types. */
  readonly typesOnly?: readonly string[];
  /** npm packages; `*` is any. */
  readonly packages: readonly string[];
  /** Node's own modules; `*` is any but those that hide a timer. */
  readonly node: readonly string[];
}

const PROTOCOL = 'src/protocol';
/** What of the protocol is no schema, and needs none: the engine may use it, and not only its types. */
const PLAIN_PROTOCOL = [
  'src/protocol/card-cells.ts',
  'src/protocol/dice-spread.ts',
  'src/protocol/error-codes.ts',
  'src/protocol/history.ts',
];
const PLATFORM = 'src/platform';
const CLUSTER = 'src/cluster/index.ts';
const PORTS = 'src/cluster/ports.ts';

/** The first that holds a file is its room. */
export const ROOMS: readonly Room[] = [
  { at: 'src/protocol', rooms: [], packages: ['zod'], node: [] },
  { at: 'src/baseball', rooms: [...PLAIN_PROTOCOL, PROTOCOL], typesOnly: [PROTOCOL], packages: [], node: [] },
  { at: 'src/retrosheet', rooms: [PROTOCOL, 'src/baseball'], packages: [], node: [] },
  { at: 'src/cluster', rooms: [PROTOCOL, 'src/baseball'], packages: ['lru-cache'], node: ['assert', 'crypto', 'util'] },
  { at: 'src/store/memory', rooms: [PROTOCOL, PORTS, 'src/store/partition.ts'], packages: [], node: [] },
  {
    at: 'src/store/redis',
    rooms: [PROTOCOL, PORTS, 'src/store/partition.ts'],
    packages: ['ioredis', 'zod'],
    node: ['*'],
  },
  { at: 'src/store/postgres', rooms: [PROTOCOL, PORTS], packages: ['knex', 'pg'], node: ['*'] },
  { at: 'src/store', rooms: [PROTOCOL], packages: [], node: [] },
  {
    at: 'src/api',
    rooms: [PROTOCOL, PLATFORM, CLUSTER, PORTS],
    packages: ['express', 'helmet', '@bull-board/*', 'rate-limiter-flexible', 'prom-client', 'bullmq'],
    node: ['*'],
  },
  {
    at: 'src/realtime',
    rooms: [PROTOCOL, PLATFORM, CLUSTER, PORTS],
    packages: ['socket.io', 'socket.io-client', 'socket.io-parser', 'socket.io-adapter', '@socket.io/*'],
    node: ['*'],
  },
  { at: 'src/jobs', rooms: [PROTOCOL], packages: ['bullmq'], node: ['*'] },
  { at: 'src/platform', rooms: [PROTOCOL], packages: ['*'], node: ['*'] },
  { at: 'src/client', rooms: [PROTOCOL], packages: ['socket.io-client'], node: [] },
  { at: 'src/main.ts', rooms: ['src'], packages: ['*'], node: ['*'] },
  {
    at: 'workers',
    rooms: [
      ...[
        'workers',
        PROTOCOL,
        'src/baseball',
        'src/retrosheet',
        'src/cluster',
        'src/store',
        'src/jobs',
        'src/platform',
      ],
    ],
    packages: ['*'],
    node: ['*'],
  },
  { at: 'migrations', rooms: [], packages: ['knex'], node: [] },
];

/** A plain file of the protocol stays plain: it knows the schemas' types, and no zod. */
const PLAIN_ROOM: Room = {
  at: 'a plain file of src/protocol',
  rooms: [...PLAIN_PROTOCOL, PROTOCOL],
  typesOnly: [PROTOCOL],
  packages: [],
  node: [],
};

/** Nobody imports a composition root. */
const ROOTS = ['src/main.ts', 'workers/main.ts'];
/** They hide timers, which come with a `Clock` alone. */
const NEVER_NODE = ['timers', 'timers/promises'];

/** What a file imports: the words as written, and whether it comes as types alone. */
export interface Import {
  readonly node: ts.Node;
  readonly from: string;
  readonly isTypeOnly: boolean;
}

export function importsOf(source: Source): Import[] {
  const imports: Import[] = [];
  for (const node of nodesOf(source.tree)) {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
      imports.push({ node, from: textOf(node.moduleSpecifier), isTypeOnly: isTypeOnly(node) });
    } else if (ts.isCallExpression(node) && isImportCall(node) && node.arguments[0] !== undefined) {
      imports.push({ node, from: textOf(node.arguments[0]), isTypeOnly: false });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      imports.push({ node, from: textOf(node.argument.literal), isTypeOnly: true });
    }
  }
  return imports;
}

/** @returns an offence for each arrow that points where it must not */
export function forbiddenImports(source: Source): Offence[] {
  const room = PLAIN_PROTOCOL.includes(source.path) ? PLAIN_ROOM : ROOMS.find(({ at }) => isIn(source.path, at));
  return importsOf(source).flatMap((one) => {
    const target = one.from.startsWith('.') ? resolved(source.path, one.from) : undefined;
    if (target !== undefined && ROOTS.includes(target)) {
      return [offence(source, one.node, `imports ${target}, which nobody may`)];
    }
    const reason = room === undefined ? undefined : reasonAgainst(room, one, target);
    return reason === undefined ? [] : [offence(source, one.node, `${room?.at} may not import ${one.from}${reason}`)];
  });
}

function reasonAgainst(room: Room, one: Import, target: string | undefined): string | undefined {
  if (target === undefined) {
    return mayImportLibrary(room, one) ? undefined : '';
  }
  if (isIn(target, room.at) && !ROOMS.some(({ at }) => at !== room.at && isIn(at, room.at) && isIn(target, at))) {
    return undefined;
  }
  const allowed = room.rooms.find((place) => isIn(target, place));
  if (allowed === undefined) {
    return '';
  }
  return room.typesOnly?.includes(allowed) === true && !one.isTypeOnly ? ' but as types' : undefined;
}

/** Types of zod's own are no schema, and a name that is not written out is nobody's to judge. */
function mayImportLibrary(room: Room, { from, isTypeOnly }: Import): boolean {
  if (from === '' || (from === 'zod' && isTypeOnly)) {
    return true;
  }
  const builtin = from.replace(/^node:/, '');
  if (builtinModules.includes(builtin)) {
    return !NEVER_NODE.includes(builtin) && (room.node.includes('*') || room.node.includes(builtin));
  }
  return room.packages.some((allowed) =>
    allowed.endsWith('*') ? from.startsWith(allowed.slice(0, -1)) : from === allowed || from.startsWith(`${allowed}/`),
  );
}

/** Rings of files that need each other to load; a ring of types is none. */
export function importRings(sources: readonly Source[]): Offence[] {
  const edges = new Map(
    sources.map((source) => [
      source.path,
      importsOf(source)
        .filter(({ from, isTypeOnly }) => from.startsWith('.') && !isTypeOnly)
        .map(({ from }) => resolved(source.path, from)),
    ]),
  );
  const done = new Set<string>();
  const rings: Offence[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      rings.push(`${path}:1: needs itself: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`);
    } else if (!done.has(path)) {
      for (const next of edges.get(path) ?? []) {
        visit(next, [...trail, path]);
      }
      done.add(path);
    }
  };
  for (const path of edges.keys()) {
    visit(path, []);
  }
  return rings;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    return node.isTypeOnly || (node.exportClause !== undefined && allTypes(node.exportClause));
  }
  const clause = node.importClause;
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) {
    return clause !== undefined;
  }
  return clause.name === undefined && clause.namedBindings !== undefined && allTypes(clause.namedBindings);
}

function allTypes(names: ts.NamedImportBindings | ts.NamedExportBindings): boolean {
  return (
    (ts.isNamedImports(names) || ts.isNamedExports(names)) &&
    names.elements.length > 0 &&
    names.elements.every((element) => element.isTypeOnly)
  );
}

function isImportCall(call: ts.CallExpression): boolean {
  const isRequire = ts.isIdentifier(call.expression) && call.expression.text === 'require';
  return isRequire || call.expression.kind === ts.SyntaxKind.ImportKeyword;
}

const textOf = (node: ts.Node): string => (ts.isStringLiteralLike(node) ? node.text : '');

const resolved = (from: string, to: string): string => {
  const path = posix.join(dirname(from), to);
  const isFolder = ROOMS.some(({ at }) => at === path);
  return /\.(?:ts|json|mjs)$/.test(path) ? path : isFolder ? `${path}/index.ts` : `${path}.ts`;
};

const isIn = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);
