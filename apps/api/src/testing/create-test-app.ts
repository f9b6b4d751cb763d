import { authSchema, type Database, getApiKeyByHash, getOrganization, newId, touchApiKeys } from '@patchbay/db';
import { createTestDb } from '@patchbay/db/testing';
import { builtInManifests, type ManifestSource } from '@patchbay/registry';
import { createGuardedFetch } from '@patchbay/runtime';
import type { ManifestInput } from '@patchbay/schema';
import {
  type Clock,
  createEventTail,
  isKeptOut,
  joinBySignIn,
  noteComeBack,
  openSsoConfig,
  type Role,
  recordAudit,
  ssoOpensOwners,
} from '@patchbay/services';
import { createCanary, keepLeftover } from '@patchbay/testing';
import type { Hono } from 'hono';
import { type AppDeps, type AppEnv, type AppSettings, createApp } from '../app.ts';
import { sessionCookieName } from '../auth/auth-settings.ts';
import { createAuthenticator } from '../auth/authenticator.ts';
import { createFindApiKey } from '../auth/find-api-key.ts';
import { isAllowedUrl, type ResolveHost, resolveBySystem } from '../auth/is-allowed-url.ts';
import { createKeyUsage } from '../auth/key-usage.ts';
import { createPeople } from '../auth/people.ts';
import { createClientAddress } from '../client-address.ts';
import { createEventStreams, type EventStreamOptions } from '../event-streams.ts';
import { createLogger } from '../logger.ts';
import { createMetrics } from '../metrics.ts';
import { createRateLimiter } from '../rate-limiter.ts';
import { createWebhookLimiter } from '../webhook-limiter.ts';
import { createTestServices, setupToken, txtRecords } from './create-test-services.ts';

export { setupToken, txtRecords };
export const origin = 'http://127.0.0.1:3000';
export const owner = {
  email: 'ada@example.com',
  password: createCanary(),
  name: 'Ada',
  organizationName: 'Example',
};

/** An answer whose body a test looks into without knowing its type. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  body: any;
}

export interface TestApp {
  app: Hono<AppEnv>;
  deps: AppDeps;
  db: Database;
  /** Text of every statement sent to the database so far. */
  statements: string[];
  /** Lines logged so far. */
  logged: string[];
  /** Does the queued jobs now. */
  runJobs(): Promise<void>;
  /** Calls below /api/v1: with an API key, a session cookie, or nothing. */
  call(
    credential: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Writes now which keys were used; by itself it never comes, so that no test counts its statement. */
  writeKeyUsage(): Promise<void>;
  /** A tenant of its own, with an owner's key. */
  addOrganization(name: string): Promise<{ apiKey: string; organizationId: string; userId: string }>;
  /** One more key of an organization. */
  addKey(organizationId: string, role: Role, scopes?: string[] | null): Promise<string>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  settings?: Partial<AppSettings>;
  /** Requests a minute, for tests of the limits. Default: none. */
  limits?: { caller?: number; address?: number; signIn?: number; incomingWebhooks?: number };
  /** How event streams are limited and kept alive. */
  streams?: Partial<EventStreamOptions>;
  /** What keys and sessions are held against. Default: this machine's. */
  clock?: Clock;
  /** Providers besides those that come with Patchbay. */
  manifests?: ManifestInput[];
  /** Those that come with Patchbay, where a test wants others. */
  builtIn?: readonly ManifestSource[];
  /** The addresses of the names that are called, each time they are asked for. Default: this machine's DNS. */
  resolveHost?: ResolveHost;
}

/** The whole API on a database of its own. */
export async function createTestApp({
  settings,
  limits = {},
  streams = {},
  clock = { now: Date.now },
  manifests = [],
  builtIn = builtInManifests,
  resolveHost = resolveBySystem,
}: TestAppOptions = {}): Promise<TestApp> {
  const statements: string[] = [];
  const logged: string[] = [];
  const said: string[] = [];
  const db = await createTestDb({ onQuery: (statement) => void statements.push(statement) });
  const logger = createLogger({ level: 'debug', destination: { write: (line) => void logged.push(line) } });
  const people = createPeople({
    db,
    tables: authSchema,
    newId,
    clock,
    logger,
    secret: 'a secret for tests that is long enough',
    apiUrl: 'http://127.0.0.1:3001',
    appUrl: origin,
    origins: [origin],
    sso: {
      openConfig: (row) => openSsoConfig(services, row),
      opensOwners: (providerId) => ssoOpensOwners(services, { providerId }),
      isKeptOut: (person) => isKeptOut(services, person),
      onSignIn: (person) => joinBySignIn(services, person),
      fetch: (input, init) => guardedFetch(input, init),
      isAllowedUrl: (url) => isAllowedUrl(services.egress, url, resolveHost),
    },
    onChange: async () => authenticator.forgetAll(),
    onInvitationAccepted: (person) => noteComeBack(services, person),
    onPeopleChange: async ({ organizationId, actor, ...note }) =>
      recordAudit(
        { deps: services, actor: { type: 'user', role: 'owner', scopes: null, organizationId, ...actor } },
        note,
      ),
  });
  const keyUsage = createKeyUsage({
    ...{ clock, logger, intervalMs: 2 ** 31 - 1 },
    write: (ids, at) => touchApiKeys(db.orm, { ids, at }),
  });
  const authenticator = createAuthenticator({
    clock,
    sessionCookieName,
    findApiKey: createFindApiKey((hash) => getApiKeyByHash(db.orm, { hash })),
    findSession: (cookie) => people.findSession(cookie),
    onKeyUsed: (keyId) => keyUsage.note(keyId),
  });
  const sources = [
    ...builtIn,
    ...manifests.map((manifest) => ({ manifest, logo: null, source: manifest.id, isPrivate: true })),
  ];
  const { services, dispatchers, runJobs, close } = createTestServices(db, people, logger, sources, resolveHost);
  const guardedFetch = createGuardedFetch(dispatchers, 'Patchbay');
  const limit = (points: number | undefined) =>
    createRateLimiter({ points: points ?? 0, windowSeconds: 60, message: 'Too many requests.' });
  const deps: AppDeps = {
    services,
    people,
    authenticator,
    findOrganization: (id) => getOrganization(db.orm, { id }),
    clientAddress: createClientAddress([]),
    rateLimiters: {
      caller: limit(limits.caller),
      address: limit(limits.address),
      signIn: limit(limits.signIn),
      incomingWebhooks: limit(limits.incomingWebhooks),
    },
    webhookLimiter: createWebhookLimiter(),
    eventStreams: createEventStreams({ tail: createEventTail(services), ...streams }),
    metrics: createMetrics(),
    logger,
    isQueueReady: () => true,
    settings: {
      version: '0.0.0',
      mode: 'embedded',
      origins: [origin],
      bodyLimitBytes: 1_048_576,
      requestTimeoutMs: 30_000,
      metricsToken: null,
      ...settings,
    },
  };
  const app = createApp(deps);
  let organizations = 0;

  return {
    app,
    deps,
    db,
    statements,
    logged,
    runJobs,
    writeKeyUsage: () => keyUsage.close(),
    async call(credential, method, path, body, headers = {}) {
      const isSession = credential?.includes('=') ?? false;
      const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const response = await app.request(`/api/v1${path}`, {
        method,
        headers: {
          ...(credential && (isSession ? { cookie: credential, origin } : { authorization: `Bearer ${credential}` })),
          ...(sent !== undefined && {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(sent)),
          }),
          ...headers,
        },
        ...(sent !== undefined && { body: sent }),
      });
      const text = await response.text();
      said.push(text);
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      return {
        status: response.status,
        headers: response.headers,
        body: isJson && text !== '' ? JSON.parse(text) : text,
      };
    },
    async addOrganization(name) {
      organizations += 1;
      return people.createOwner({
        ...owner,
        email: `owner${organizations}@example.com`,
        organizationName: `${name} ${organizations}`,
      });
    },
    async addKey(organizationId, role, scopes = null) {
      const input = { organizationId, name: role, role, scopes, expiresInDays: null, createdBy: null };
      return (await people.createApiKey(input)).key;
    },
    async close() {
      await deps.eventStreams.close();
      keepLeftover('output', 'the log of an API in a test', logged.join(''));
      keepLeftover('answers', 'what an API answered in a test', said.join('\n'));
      keepLeftover('metrics', 'the metrics of an API in a test', (await deps.metrics.render()).text);
      await close();
      await db.close();
    },
  };
}
