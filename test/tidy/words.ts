/** Words that do not belong into the code: escapes from the compiler and the lint, promises to do it later, sleep. */
import * as ts from 'typescript';
import { importsOf } from './arrows';
import { commentsOf, nodesOf, offence, type Offence, type Source } from './source';

const IN_COMMENTS: readonly (readonly [RegExp, string])[] = [
  [/@ts-(?:ignore|nocheck|expect-error)/, 'switches the compiler off'],
  [/eslint-disable/, 'switches the lint off'],
  [/prettier-ignore/, 'switches the format off'],
  [/\b(?:TODO|FIXME|XXX|HACK)\b/, 'puts work off'],
];
const WITH_HEADER = ['src/', 'workers/', 'scripts/', 'bench/', 'migrations/', 'test/support/', 'test/checker/'];
const SLEEPS = ['sleep', 'delay', 'pause', 'setTimeout'];
/** A poll needs a pause between its looks; the helpers hold it, and the tests say what they wait for. */
const WHERE_POLLS_LIVE = 'test/support/';

export function forbiddenWords(source: Source): Offence[] {
  const words = commentsOf(source).flatMap(({ text, at }) =>
    IN_COMMENTS.filter(([pattern]) => pattern.test(text)).map(([, what]) => offence(source, at, what)),
  );
  const casts = [...nodesOf(source.tree)]
    .filter((node) => (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && isAny(node.type))
    .map((node) => offence(source, node, 'casts to any'));
  return [...words, ...casts, ...missingHeader(source)];
}

/** Each file of the project's rooms begins with what it is and what it keeps. */
function missingHeader(source: Source): Offence[] {
  const needsOne = WITH_HEADER.some((folder) => source.path.startsWith(folder));
  const hasOne = /^(?:#![^\n]*\n)?\/\*\*/.test(source.text);
  return needsOne && !hasOne ? [offence(source, 0, 'has no header comment')] : [];
}

/** Tests wait for something to be so, never for time to pass; and none is left out. */
export function sleepsAndSkips(source: Source): Offence[] {
  if (!source.path.startsWith('test/')) {
    return [];
  }
  const maySleep = source.path.startsWith(WHERE_POLLS_LIVE);
  const sleepy = importsOf(source).filter(({ from }) => from === 'node:timers/promises');
  return [
    ...(maySleep ? [] : sleepy.map(({ node }) => offence(source, node, 'brings a sleep into a test'))),
    ...[...nodesOf(source.tree)].filter(ts.isCallExpression).flatMap((call) => {
      const name = calledName(call);
      const isSleep = !maySleep && SLEEPS.includes(name);
      const isSkip = /^(?:it|test|describe)\.(?:skip|only|todo)|^(?:xit|xtest|xdescribe|fit|fdescribe)$/.test(name);
      return [
        ...(isSleep ? [offence(source, call, 'sleeps in a test')] : []),
        ...(isSkip ? [offence(source, call, `${name} leaves tests out`)] : []),
      ];
    }),
  ];
}

const isAny = (type: ts.TypeNode): boolean => type.kind === ts.SyntaxKind.AnyKeyword;

function calledName({ expression }: ts.CallExpression): string {
  if (ts.isPropertyAccessExpression(expression) && ts.isIdentifier(expression.expression)) {
    return `${expression.expression.text}.${expression.name.text}`;
  }
  return ts.isIdentifier(expression) ? expression.text : '';
}
