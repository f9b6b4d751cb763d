import { randomBytes } from 'node:crypto';
import type { Database } from '@patchbay/db';
import { createTestDb, createTestOrganization } from '@patchbay/db/testing';
import { createRegistry } from '@patchbay/registry';
import {
  createDispatcherSource,
  createEgressPolicy,
  createRuntime,
  type DispatcherSourceOptions,
} from '@patchbay/runtime';
import type { ManifestInput } from '@patchbay/schema';
import { createAuthRefResolver, createKeyRing, type KeyRing } from '@patchbay/secrets';
import { keepLeftover, toText } from '@patchbay/testing';
import { recordAuthRefAccess } from '../audit/record-auth-ref-access.ts';
import { createServiceCache } from '../cache.ts';
import type { Run } from '../dto/index.ts';
import { createProxyAudit } from '../proxy/create-proxy-audit.ts';
import { runSync } from '../syncs/run.ts';
import type { Actor, Clock, IdentityProvider, Job, Role, ServiceContext, ServiceDeps } from '../types.ts';
import { createWebhookIntake } from '../webhooks/create-intake.ts';
import { hiddenManifest, signInManifest, testManifest } from './test-manifest.ts';

export interface TestServicesOptions {
  /** Organizations there are. Default: two new ones. */
  organizations?: { a: string; b: string };
  /** Keys to share with other services on the same database. Default: one of its own. */
  keyRing?: KeyRing;
  /** What the services read the time from. Default: this machine's. */
  clock?: Clock;
  /** A database to share with other services: another process on the same one. */
  db?: Database;
  offline?: boolean;
  /** Providers besides the usual ones. */
  manifests?: ManifestInput[];
  identity?: IdentityProvider;
  /** Environment variables that authref://env/… may lead to. */
  env?: Record<string, string>;
  /** Whom certificates are trusted of besides the system's own, and how names are resolved. */
  network?: Pick<DispatcherSourceOptions, 'certificateAuthorities' | 'resolve'>;
}

/** Services on a database of their own, with the real runtime, two organizations, and a queue that a test drains. */
export interface TestServices {
  deps: ServiceDeps;
  /** Ids of two organizations that know nothing of each other. */
  organizations: { a: string; b: string };
  /** A context of someone in organization A, or in the one named. */
  as(role: Role, actor?: Partial<Actor>): ServiceContext;
  /** Jobs queued and not yet taken. */
  jobs: Job[];
  /** Does all queued syncs, one after another. */
  drain(): Promise<(Run | null)[]>;
  /** Everything that was logged. */
  logged: unknown[];
  /** Statements sent to the database. */
  statements: string[];
  close(): Promise<void>;
}

/** Makes them. Two calls with one `db` stand for two processes. */
export async function createTestServices(options: TestServicesOptions = {}): Promise<TestServices> {
  const statements: string[] = [];
  const db = options.db ?? (await createTestDb({ onQuery: (statement) => void statements.push(statement) }));
  const logged: unknown[] = [];
  const log = (data: object, message?: string) => void logged.push({ data, message });
  const logger = { debug: log, info: log, warn: log, error: log };
  const clock = options.clock ?? { now: () => Date.now() };
  const egress = createEgressPolicy({ allow: ['loopback'] });
  const dispatchers = createDispatcherSource({ egress, ...options.network });
  const offline = options.offline ?? false;
  const jobs: Job[] = [];
  const deps: ServiceDeps = {
    db,
    registry: createRegistry(
      [testManifest, hiddenManifest, signInManifest, ...(options.manifests ?? [])].map((manifest) => ({
        manifest,
        logo: manifest.id === 'item-store' ? '<svg xmlns="http://www.w3.org/2000/svg"/>' : null,
        source: manifest.id,
        isPrivate: false,
      })),
    ),
    runtime: createRuntime({ clock, logger, dispatchers, offline, sleep: async () => {} }),
    keyRing: options.keyRing ?? createKeyRing(`k1:${randomBytes(32).toString('base64')}`),
    authRefs: createAuthRefResolver({
      env: options.env ?? {},
      clock,
      audit: (access) => recordAuthRefAccess({ db }, access),
    }),
    egress,
    clock,
    logger,
    jobs: { enqueue: async (job) => void jobs.push(job) },
    identity: options.identity ?? {
      createOwner: async () => {
        throw new Error('this test makes no owner');
      },
    },
    readEnv: (name) => options.env?.[name],
    sso: {
      discover: async () => {
        throw new Error('this test knows no issuer');
      },
      resolveTxt: async () => [],
      trustedDomains: [],
    },
    cache: createServiceCache(),
    intake: createWebhookIntake(db),
    proxyAudit: createProxyAudit(db),
    settings: {
      apiUrl: 'https://api.example.com',
      appUrl: 'https://app.example.com',
      offline,
      setupToken: 'the-setup-token',
      processId: `process-${randomBytes(4).toString('hex')}`,
      levels: { 'item-store': 'bronze' },
    },
  };
  const { a, b } = options.organizations ?? {
    a: (await createTestOrganization(db)).organizationId,
    b: (await createTestOrganization(db)).organizationId,
  };
  return {
    deps,
    organizations: { a, b },
    as: (role, actor) => ({
      deps,
      actor: { type: 'user', id: `user-${role}`, organizationId: a, role, scopes: null, label: role, ...actor },
      requestId: 'request-1',
      ip: '192.0.2.1',
    }),
    jobs,
    async drain() {
      const runs: (Run | null)[] = [];
      for (let job = jobs.shift(); job; job = jobs.shift())
        runs.push(await runSync(deps, job.data, { heartbeatMs: 50 }));
      return runs;
    },
    logged,
    statements,
    async close() {
      keepLeftover('output', 'the log of services in a test', toText(logged));
      await dispatchers.close();
      if (!options.db) await db.close();
    },
  };
}
