/** How large things may grow: past these sizes a piece has more than one reason to change. */
import * as ts from 'typescript';
import { nodesOf, offence, type Offence, type Source } from './source';

export const FUNCTION_LINES_MAX = 70;
export const FUNCTION_LINES_P90 = 40;
export const FILE_LINES_MAX = 400;
export const LUA_LINES_MAX = 100;
export const PARAMETERS_MAX = 3;

export const linesIn = (text: string): number => text.trimEnd().split('\n').length;

export function tooLarge(source: Source): Offence[] {
  const lines = linesIn(source.text);
  const file = lines > FILE_LINES_MAX ? [offence(source, 0, `has ${lines} lines, at most ${FILE_LINES_MAX}`)] : [];
  // A story told in a test is as long as it is, and a row of its table as wide.
  const functions = source.path.endsWith('.test.ts') ? [] : functionsOf(source);
  return [...file, ...functions.flatMap((node) => functionTooLarge(source, node))];
}

/** Lines of each function, for the share that may be long. */
export function functionLengths(source: Source): number[] {
  return functionsOf(source).map((node) => lengthOf(source, node));
}

function functionTooLarge(source: Source, node: ts.FunctionLikeDeclaration): Offence[] {
  const lines = lengthOf(source, node);
  const parameters = node.parameters.length;
  return [
    ...(lines > FUNCTION_LINES_MAX
      ? [offence(source, node, `a function of ${lines} lines, at most ${FUNCTION_LINES_MAX}`)]
      : []),
    ...(parameters > PARAMETERS_MAX
      ? [offence(source, node, `a function of ${parameters} parameters, at most ${PARAMETERS_MAX}`)]
      : []),
  ];
}

function functionsOf(source: Source): ts.FunctionLikeDeclaration[] {
  return [...nodesOf(source.tree)].filter(
    (node): node is ts.FunctionLikeDeclaration =>
      ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isArrowFunction(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isConstructorDeclaration(node) ||
      ts.isAccessor(node),
  );
}

function lengthOf(source: Source, node: ts.Node): number {
  const lineOf = (position: number): number => source.tree.getLineAndCharacterOfPosition(position).line;
  return lineOf(node.getEnd()) - lineOf(node.getStart(source.tree)) + 1;
}
