import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { areLeftoversKept, keepLeftover, keepSources, keepWhatIsRead } from '../canary/leftovers.ts';
import { cleanUpOnExit, removeFolder, signalGroup, waitForExit } from './clean-up-on-exit.ts';
import { findFreePort } from './free-port.ts';
import { keptAsItCame, readWholeDatabase } from './open-database.ts';

export interface PatchbayOptions {
  /** The folder of the embedded database. A new temporary one when left out; a given one is kept. */
  dataDir?: string;
  /** Server mode, on this PostgreSQL database. */
  databaseUrl?: string;
  /** Start the admin too, the way `npm start` does. */
  admin?: boolean;
  /** Only answer requests, or only run jobs (a worker has no port). Both when left out; needs `databaseUrl`. */
  role?: 'api' | 'worker';
  /** Reuse the ports of an earlier process. */
  apiPort?: number;
  adminPort?: number;
  /** More environment variables; these win. */
  env?: Record<string, string>;
  /** How long the start may take. Default: 60 s, with the admin 300 s (it may have to be built). */
  startTimeoutMs?: number;
}

export interface Patchbay {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  apiUrl: string;
  /** Only with the admin. */
  adminUrl: string | null;
  apiPort: number;
  adminPort: number;
  dataDir: string;
  setupToken: string;
  /** What the processes wrote so far, to stdout and stderr. */
  output(): string;
  /** Asks it to stop (SIGTERM) and waits. Answers with the exit code. */
  stop(): Promise<number | null>;
  /** Takes it down as a power cut would (SIGKILL to everything it started). */
  kill(): Promise<void>;
  /** Stops it, if it still runs, and removes a temporary data folder. */
  close(): Promise<void>;
}

/** What a process that should not start left behind. */
export interface FailedStart {
  exitCode: number | null;
  output: string;
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));
/** Only these of the test's own variables reach the processes, so that a test does not depend on who runs it. */
const inherited = [
  'HOME',
  'TMPDIR',
  'LANG',
  'TURBO_FORCE',
  'CI',
  'NODE_EXTRA_CA_CERTS',
  'NODE_COMPILE_CACHE',
  'PATCHBAY_ADMIN_IS_BUILT',
];

/** Keys of one instance: the same for every process on one database. */
export function createEncryptionKeys(): string {
  return `k1:${randomBytes(32).toString('base64')}`;
}

/** The data folders processes run on: one is opened from outside only when nobody does. */
const runningOn = new Map<ChildProcess, string>();

/** What an API counts, at its end; nothing where it cannot answer any more, for then nobody reads it. */
async function readMetrics(apiUrl: string, { env }: PatchbayOptions): Promise<string> {
  const token = env?.METRICS_TOKEN;
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  try {
    const answer = await fetch(`${apiUrl}/metrics`, { headers, signal: AbortSignal.timeout(5_000) });
    return answer.ok ? await answer.text() : '';
  } catch {
    return '';
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.status < 400;
  } catch {
    return false;
  }
}

interface Launched {
  child: ChildProcess;
  apiPort: number;
  adminPort: number;
  dataDir: string;
  isTemporary: boolean;
  setupToken: string;
  output: string[];
}

async function launch(options: PatchbayOptions): Promise<Launched> {
  const apiPort = options.apiPort ?? (await findFreePort());
  const adminPort = options.adminPort ?? (await findFreePort());
  const isTemporary = options.dataDir === undefined;
  const dataDir = options.dataDir ?? join(mkdtempSync(join(tmpdir(), 'patchbay-data-')), 'data');
  const setupToken = options.env?.PATCHBAY_SETUP_TOKEN ?? 't';
  const script = options.admin ? 'scripts/start.ts' : 'apps/api/src/main.ts';
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, script)], {
    cwd: root,
    // A group of its own, so that kill takes the whole family.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      // scripts/start.ts calls turbo by name.
      PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      LOG_LEVEL: 'info',
      HOST: '127.0.0.1',
      API_PORT: String(apiPort),
      ADMIN_PORT: String(adminPort),
      API_URL: `http://127.0.0.1:${apiPort}`,
      APP_URL: `http://127.0.0.1:${adminPort}`,
      PATCHBAY_SETUP_TOKEN: setupToken,
      PATCHBAY_DATA_DIR: dataDir,
      ...(options.databaseUrl
        ? {
            DATABASE_URL: options.databaseUrl,
            PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys(),
            PATCHBAY_EGRESS_ALLOW: 'loopback',
          }
        : {}),
      ...(options.role ? { PATCHBAY_ROLE: options.role } : {}),
      ...options.env,
    },
  });
  const output: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
  return { child, apiPort, adminPort, dataDir, isTemporary, setupToken, output };
}

/** Starts the real API, and with `admin` the real admin, and waits until both answer. Throws with their output when they do not. */
export async function startPatchbay(options: PatchbayOptions = {}): Promise<Patchbay> {
  const { child, apiPort, adminPort, dataDir, isTemporary, setupToken, output } = await launch(options);
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const adminUrl = options.admin ? `http://127.0.0.1:${adminPort}` : null;
  const temporary = isTemporary ? dirname(dataDir) : null;
  runningOn.set(child, dataDir);

  const forget = cleanUpOnExit(() => {
    signalGroup(child, 'SIGKILL');
    if (temporary) removeFolder(temporary);
  });
  async function kill(): Promise<void> {
    signalGroup(child, 'SIGKILL');
    await waitForExit(child);
  }
  async function stop(): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await waitForExit(child);
    // Whatever outlived its parent does not outlive the test.
    signalGroup(child, 'SIGKILL');
    return child.exitCode;
  }
  async function close(): Promise<void> {
    const wasRunning = child.exitCode === null && child.signalCode === null;
    if (wasRunning && areLeftoversKept())
      keepLeftover('metrics', `the metrics of ${apiUrl}`, await readMetrics(apiUrl, options));
    await stop();
    keepLeftover('output', `what the processes of ${apiUrl} wrote`, output.join(''));
    keepSources();
    runningOn.delete(child);
    const isFree = ![...runningOn.values()].includes(dataDir);
    if (options.databaseUrl === undefined && isFree && existsSync(join(dataDir, 'database')))
      await keepWhatIsRead('database', dataDir, () => readWholeDatabase({ dataDir }, keptAsItCame));
    if (temporary) removeFolder(temporary);
    forget();
  }

  const deadline = Date.now() + (options.startTimeoutMs ?? (options.admin ? 300_000 : 60_000));
  const checks =
    options.role === 'worker'
      ? [async () => output.join('').includes('Patchbay worker ready')]
      : [`${apiUrl}/readyz`, ...(adminUrl ? [`${adminUrl}/sign-in`] : [])].map((page) => () => isReady(page));
  for (const check of checks) {
    while (!(await check())) {
      const hasEnded = child.exitCode !== null || child.signalCode !== null;
      if (hasEnded || Date.now() > deadline) {
        await kill();
        if (temporary) removeFolder(temporary);
        forget();
        throw new Error(`Patchbay ${hasEnded ? 'ended' : 'was not ready in time'}:\n${output.join('')}`);
      }
      await delay(50);
    }
  }
  return {
    apiUrl,
    adminUrl,
    apiPort,
    adminPort,
    dataDir,
    setupToken,
    output: () => output.join(''),
    stop,
    kill,
    close,
  };
}

/** Starts the API where it must refuse to run, and answers with its exit code and output once it has ended. Throws when it keeps running. */
export async function startPatchbayExpectingExit(options: PatchbayOptions = {}): Promise<FailedStart> {
  const { child, output, isTemporary, dataDir } = await launch(options);
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), options.startTimeoutMs ?? 30_000);
  await waitForExit(child);
  clearTimeout(timer);
  if (isTemporary) removeFolder(dirname(dataDir));
  if (child.signalCode === 'SIGKILL') throw new Error(`Patchbay kept running:\n${output.join('')}`);
  return { exitCode: child.exitCode, output: output.join('') };
}
