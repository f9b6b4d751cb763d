// npm start: the API and the admin beside it, one ready line with both addresses. Ctrl-C stops both.
// With --simulator a simulator answers for every provider, to try things without an account.
// With nothing set this is embedded mode (PGlite in .data); DATABASE_URL and PATCHBAY_ENCRYPTION_KEYS make it server mode.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isDevelopment = process.argv.includes('--dev');
const isSimulated = process.argv.includes('--simulator');
const host = process.env.HOST ?? '127.0.0.1';
const apiPort = process.env.API_PORT ?? '3001';
const adminPort = process.env.ADMIN_PORT ?? '3000';
/** Where the admin reaches the API: this machine, whatever name the world uses for it. */
const internalApiUrl = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${apiPort}`;
const env: NodeJS.ProcessEnv = {
  NODE_ENV: isDevelopment ? 'development' : 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  ...(isSimulated && { PATCHBAY_SIMULATOR: '1' }),
  // From the first file on: the API turns it on by itself, but only once its first two files have been compiled.
  NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
  ...process.env,
  API_PORT: apiPort,
  ADMIN_PORT: adminPort,
  HOST: host,
  APP_URL: process.env.APP_URL ?? `http://localhost:${adminPort}`,
  API_URL: process.env.API_URL ?? `http://localhost:${apiPort}`,
};

const children = new Set<ChildProcess>();
let isStopping = false;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function stop(code: number): void {
  if (isStopping) return;
  isStopping = true;
  process.exitCode = code;
  for (const child of children) child.kill('SIGTERM');
}

function run(
  command: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; quiet?: boolean } = {},
): ChildProcess {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: options.env ?? env,
    stdio: ['ignore', options.quiet ? 'pipe' : 'inherit', 'inherit'],
  });
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
}

function finished(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

function isPortFree(port: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(Number(port), host, () => server.close(() => resolve(true)));
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2000) })).status < 500;
  } catch {
    return false;
  }
}

async function waitFor(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && !isStopping) {
    if (await answers(url)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0));

for (const [name, port, variable] of [
  ['API', apiPort, 'API_PORT'],
  ['admin', adminPort, 'ADMIN_PORT'],
] as const) {
  if (await isPortFree(port)) continue;
  process.stderr.write(
    `Port ${port} is taken, so the ${name} cannot start. Stop what uses it or set ${variable} to another port.\n`,
  );
  process.exit(1);
}

const api = run(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'apps/api/src/main.ts')]);
api.on('exit', (code) => stop(code ?? 1));

if (process.env.PATCHBAY_ROLE === 'worker') {
  await finished(api);
} else {
  // Tests start many at once, and two builds cannot share a folder: they build it before.
  if (!isDevelopment && process.env.PATCHBAY_ADMIN_IS_BUILT !== '1') {
    if (!existsSync(join(root, 'apps/admin/.next/BUILD_ID'))) say('Building the admin (once, some 15 seconds).');
    const build = run(
      'turbo',
      [
        'run',
        'build',
        '--filter=@patchbay/admin',
        '--output-logs=errors-only',
        '--log-prefix=none',
        '--no-update-notifier',
      ],
      { quiet: true },
    );
    if ((await finished(build)) !== 0 && !isStopping) {
      process.stderr.write('The admin could not be built; the lines above say why.\n');
      stop(1);
    }
  }
  if (!isStopping) {
    const admin = run(
      process.execPath,
      [join(root, 'apps/admin/server/main.ts'), ...(isDevelopment ? ['--dev'] : [])],
      {
        env: { ...env, API_URL: internalApiUrl },
        quiet: !isDevelopment,
      },
    );
    admin.on('exit', (code) => stop(code ?? 1));
    await Promise.all([
      waitFor(`${internalApiUrl}/readyz`, api),
      waitFor(`http://${host}:${adminPort}/sign-in`, admin),
    ]);
    if (!isStopping) say(`Patchbay is ready: admin ${env.APP_URL} · API ${env.API_URL}`);
  }
}
