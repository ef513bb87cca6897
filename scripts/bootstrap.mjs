/**
 * Every `npm run <command>` comes through here: `node scripts/bootstrap.mjs <command> [arguments]`.
 *
 * Plain Node without a dependency, because on a fresh machine there is nothing else yet. This file checks the version
 * of Node with words that an old Node still understands, and only then loads the rest.
 */
const [major, minor] = process.versions.node.split('.').map(Number);
const isOld = major < 20 || (major === 20 && minor < 19);

if (isOld || !process.features.require_module) {
  process.stderr.write(
    `Dugout needs Node 20.19 or newer (of the 22 line: 22.12 or newer); this is ${process.version}.\n` +
      'Get one at https://nodejs.org, or with a version manager: nvm install 22\n',
  );
  process.exit(1);
}

const { main } = await import('./bootstrap/main.mjs');
process.exitCode = await main(process.argv.slice(2));
