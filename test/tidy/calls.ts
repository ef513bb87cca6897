/** What a room may not reach for by itself: time, chance, the environment and the terminal are handed to it. */
import * as ts from 'typescript';
import { nodesOf, offence, type Offence, type Source } from './source';

interface Ban {
  readonly what: string;
  /** Where it is nevertheless allowed: folders and files. */
  readonly except: readonly string[];
  /** Where it counts; everywhere but in tests when left out. */
  readonly only?: readonly string[];
  matches(node: ts.Node): boolean;
}

const RUN_BY_PEOPLE = ['scripts', 'bench'];
const CLOCK = 'src/platform/clock.ts';
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate'];

const BANS: readonly Ban[] = [
  {
    what: 'the time of the machine; take a Clock',
    except: [CLOCK, ...RUN_BY_PEOPLE],
    matches: (node) =>
      ['Date.now', 'performance.now', 'process.hrtime'].includes(accessOf(node)) ||
      (ts.isNewExpression(node) && nameOf(node.expression) === 'Date' && !node.arguments?.length),
  },
  {
    what: 'chance; take a Random',
    except: [CLOCK, ...RUN_BY_PEOPLE],
    matches: (node) => accessOf(node) === 'Math.random',
  },
  {
    what: 'a timer; take a Clock',
    // The client runs in browsers, where nobody hands it a Clock.
    except: [CLOCK, 'src/client', ...RUN_BY_PEOPLE],
    matches: (node) => ts.isIdentifier(node) && TIMERS.includes(node.text) && isUsed(node),
  },
  {
    what: 'the environment; take the settings',
    // The roots hand it to the parser of settings; knex's own command line knows no other way.
    except: ['src/platform/config.ts', 'src/main.ts', 'workers/main.ts', ...RUN_BY_PEOPLE],
    matches: (node) => accessOf(node) === 'process.env',
  },
  {
    what: 'the terminal; take a logger',
    except: RUN_BY_PEOPLE,
    matches: (node) => ts.isIdentifier(node) && node.text === 'console' && isUsed(node),
  },
  {
    what: 'Date: the rules of the game know no calendar',
    only: ['src/baseball'],
    except: [],
    matches: (node) => ts.isIdentifier(node) && node.text === 'Date' && isUsed(node),
  },
  {
    what: 'async: the rules of the game wait for nobody',
    only: ['src/baseball'],
    except: [],
    matches: (node) =>
      node.kind === ts.SyntaxKind.AsyncKeyword || (ts.isIdentifier(node) && node.text === 'Promise' && isUsed(node)),
  },
];

export function bannedCalls(source: Source): Offence[] {
  const bans = BANS.filter(({ except, only }) => {
    const isIn = (place: string): boolean => source.path === place || source.path.startsWith(`${place}/`);
    return !except.some(isIn) && (only?.some(isIn) ?? !isIn('test'));
  });
  return [...nodesOf(source.tree)].flatMap((node) =>
    bans.filter((ban) => ban.matches(node)).map((ban) => offence(source, node, `uses ${ban.what}`)),
  );
}

/** `a.b` as text, also when it is written `a['b']`; empty for anything else. */
function accessOf(node: ts.Node): string {
  if (ts.isPropertyAccessExpression(node)) {
    return `${nameOf(node.expression)}.${node.name.text}`;
  }
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return `${nameOf(node.expression)}.${node.argumentExpression.text}`;
  }
  return '';
}

function nameOf(expression: ts.Expression): string {
  const isGlobal = ts.isPropertyAccessExpression(expression) && nameOf(expression.expression) === 'globalThis';
  return ts.isIdentifier(expression) ? expression.text : isGlobal ? expression.name.text : '';
}

/** A name that stands for the thing: no member of something else, and no key. */
function isUsed(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.expression === node || nameOf(parent.expression) === 'globalThis';
  }
  const isKey =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent);
  return !(isKey && parent.name === node) && !ts.isTypeReferenceNode(parent);
}
