import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { type Child, freePort, startChild } from './child.ts';

const main = fileURLToPath(new URL('../../apps/api/src/main.ts', import.meta.url));

export type DatabaseKind = 'pglite' | 'postgres';

/** A running Patchbay with one organization, on a database of its own. */
export interface Patchbay {
  kind: DatabaseKind;
  child: Child;
  url: string;
  /** Of the PostgreSQL database; null on PGlite. */
  databaseUrl: string | null;
  /** Calls the API with the key of the owner; throws on an answer that is not 2xx. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  headers: Record<string, string>;
  /** Statements the API has sent to its database so far. */
  statements(): Promise<number>;
  /** One more process on the same database, that only works. Stop it before the API. */
  startWorker(): Promise<Child>;
  /** Stops and starts the API on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the API as its users do. `databaseUrl` names the server to make a database on, for kind `postgres`. */
export async function startPatchbay(
  kind: DatabaseKind,
  databaseUrl: string,
  settings: NodeJS.ProcessEnv = {},
): Promise<Patchbay> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const own = new URL(databaseUrl);
  own.pathname = `/${name}`;
  const onServer = async (statement: string) => {
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    await sql.unsafe(statement);
    await sql.end();
  };
  if (kind === 'postgres') await onServer(`CREATE DATABASE ${name}`);
  const port = await freePort();
  const env = {
    NODE_ENV: 'production',
    // As npm start sets it.
    NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
    LOG_LEVEL: 'error',
    API_PORT: String(port),
    PATCHBAY_DATA_DIR: folder,
    PATCHBAY_SETUP_TOKEN: 'bench',
    PATCHBAY_EGRESS_ALLOW: 'loopback',
    PATCHBAY_RATE_LIMIT_PER_KEY: '0',
    PATCHBAY_RATE_LIMIT_PER_IP: '0',
    METRICS_TOKEN: 'bench',
    ...(kind === 'postgres'
      ? { DATABASE_URL: own.href, PATCHBAY_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}` }
      : {}),
    ...settings,
  };
  const start = () => startChild(main, [], /ready on (http\S+)/, env);
  const url = `http://127.0.0.1:${port}`;
  const patchbay: Patchbay = {
    kind,
    child: await start(),
    url,
    databaseUrl: kind === 'postgres' ? own.href : null,
    headers: {},
    startWorker: () => startChild(main, [], /worker ready/, { ...env, PATCHBAY_ROLE: 'worker' }),
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { ...this.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
      return (text ? JSON.parse(text) : null) as T;
    },
    async statements() {
      const text = await (await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer bench' } })).text();
      return Number(text.match(/^patchbay_sql_statements_total\S* (\d+)/m)?.[1] ?? Number.NaN);
    },
    async restart() {
      await this.child.stop();
      this.child = await start();
    },
    async stop() {
      await this.child.stop();
      rmSync(folder, { recursive: true, force: true });
      if (kind === 'postgres') await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
  const setup = await patchbay.call<{ apiKey: string }>('POST', '/setup', {
    token: 'bench',
    email: 'bench@example.com',
    password: 'bench-password-1',
    name: 'Bench',
    organizationName: 'Bench',
  });
  patchbay.headers = { authorization: `Bearer ${setup.apiKey}` };
  return patchbay;
}

/** Connects the provider of the benchmarks and tests it, so that the connection is active. */
export async function connectUpstream(patchbay: Patchbay, origin: string): Promise<string> {
  const { id } = await patchbay.call<{ id: string }>('POST', '/integrations/connections', {
    providerSlug: 'in-memory',
    authMethod: 'none',
    settings: { baseUrl: origin },
  });
  const test = await patchbay.call<{ ok: boolean }>('POST', `/integrations/connections/${id}/test`);
  if (!test.ok) throw new Error('the test of the benchmark connection failed');
  // Syncs run when they are measured, and not by the clock meanwhile.
  const { data } = await patchbay.call<{ data: { name: string }[] }>('GET', `/integrations/connections/${id}/syncs`);
  for (const { name } of data)
    await patchbay.call('PATCH', `/integrations/connections/${id}/syncs/${name}`, { isEnabled: false });
  return id;
}
