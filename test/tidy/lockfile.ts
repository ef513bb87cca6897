/**
 * The lockfile must name the optional packages of every platform, also those that the registry of whoever wrote it did
 * not have: `npm ci` refuses a lockfile that leaves one out, on every machine.
 */
import type { Offence } from './source';

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

export function lockfileGaps(text: string): Offence[] {
  const { packages } = JSON.parse(text) as Lockfile;
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !foldersFor(path, name).some((folder) => folder in packages))
      .map((name) => `package-lock.json:1: leaves out ${name}, which ${path || 'the project'} may need elsewhere`),
  );
}

/** Where Node looks for a package that another one asks for: beside it, and in each folder above. */
function foldersFor(path: string, name: string): string[] {
  const parts = path === '' ? [] : path.split('/node_modules/');
  return Array.from({ length: parts.length + 1 }, (_, depth) =>
    [...parts.slice(0, depth), name].join('/node_modules/').replace(/^(?!node_modules\/)/, 'node_modules/'),
  );
}
