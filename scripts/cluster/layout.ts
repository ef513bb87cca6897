/** Where the local cluster keeps its things: everything it writes is in one folder, `.dugout/` unless told otherwise. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface Layout {
  /** The project's folder. */
  readonly root: string;
  /** The folder of everything below. */
  readonly dir: string;
  readonly redisData: string;
  readonly postgresData: string;
  readonly logs: string;
  /** The secrets of this machine's cluster; made once. */
  readonly secretsFile: string;
  /** How `npm run cluster -- <verb>` finds the running cluster. */
  readonly controlFile: string;
  /** A file for each living process, named as the process, with its id. */
  readonly pids: string;
}

/** `DUGOUT_DIR` names another folder, so that two clusters can run side by side. Makes the folders it names. */
export function layoutOf(env: NodeJS.ProcessEnv): Layout {
  const root = projectRoot();
  const dir = resolve(env['DUGOUT_DIR'] || join(root, '.dugout'));
  const logs = join(dir, 'logs');
  const pids = join(dir, 'pids');
  mkdirSync(logs, { recursive: true });
  mkdirSync(pids, { recursive: true });
  return {
    root,
    dir,
    logs,
    pids,
    redisData: join(dir, 'redis'),
    postgresData: join(dir, 'postgres'),
    secretsFile: join(dir, 'secrets.json'),
    controlFile: join(dir, 'cluster.json'),
  };
}

/** A program of the build, e.g. `src/main.js`. */
export const builtProgram = (layout: Layout, name: string): string => join(layout.root, 'dist', name);

export const logFileOf = (layout: Layout, name: string): string => join(layout.logs, `${name}.log`);

/** The same from the sources and from dist/: the nearest folder above with a package.json. */
export function projectRoot(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) {
      return folder;
    }
  }
  throw new Error(`there is no package.json above ${__dirname}`);
}
