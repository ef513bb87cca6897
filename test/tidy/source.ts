/** The project's files as the house rules see them: paths, text and syntax trees. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as ts from 'typescript';

/** A file, with its path from the project's folder, e.g. `src/cluster/lane.ts`. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** A rule that is broken: `path:line: what`. */
export type Offence = string;

const FOLDERS = ['src', 'workers', 'migrations', 'scripts', 'bench', 'test', 'web'];
const LEFT_OUT = new Set(['node_modules', 'dist']);

/** Makes a source of a text; also for planted offences. */
export function sourceOf(path: string, text: string): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}

/** All files of the project's own with this ending, e.g. `.ts`. */
export function projectFiles(root: string, ending: string): { readonly path: string; readonly text: string }[] {
  return FOLDERS.flatMap((folder) => filesBelow(join(root, folder)))
    .filter((file) => file.endsWith(ending))
    .map((file) => ({ path: relative(root, file), text: readFileSync(file, 'utf8') }));
}

function filesBelow(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) {
    return [];
  }
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !LEFT_OUT.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

/** Every node of the tree, depth first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) {
    yield* nodesOf(child);
  }
}

export function offence(source: Source, node: ts.Node | number, what: string): Offence {
  const position = typeof node === 'number' ? node : node.getStart(source.tree);
  return `${source.path}:${source.tree.getLineAndCharacterOfPosition(position).line + 1}: ${what}`;
}

/** The text of every comment, with its place; strings and regular expressions that look like one are none. */
export function commentsOf(source: Source): { readonly text: string; readonly at: number }[] {
  const found = new Map<number, string>();
  for (const node of nodesOf(source.tree)) {
    if (node.getChildCount(source.tree) === 0) {
      const ranges = [
        ...(ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? []),
        ...(ts.getTrailingCommentRanges(source.text, node.getEnd()) ?? []),
      ];
      for (const { pos, end } of ranges) {
        found.set(pos, source.text.slice(pos, end));
      }
    }
  }
  return [...found].map(([at, text]) => ({ at, text }));
}
