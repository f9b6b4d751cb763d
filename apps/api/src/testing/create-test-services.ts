import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { Database } from '@patchbay/db';
import { builtInManifests, createRegistry, type ManifestSource } from '@patchbay/registry';
import {
  createDispatcherSource,
  createEgressPolicy,
  createRuntime,
  type DispatcherSource,
  readDocument,
} from '@patchbay/runtime';
import { createAuthRefResolver, createKeyRing } from '@patchbay/secrets';
import {
  createProxyAudit,
  createServiceCache,
  createWebhookIntake,
  type IdentityProvider,
  type Job,
  type Logger,
  runDoctor,
  runSync,
  type ServiceDeps,
} from '@patchbay/services';
import { discoverIssuer } from '../auth/discover-issuer.ts';
import { type ResolveHost, resolveBySystem } from '../auth/is-allowed-url.ts';

/** What the DNS of tests knows. */
export const txtRecords = new Map<string, string[]>();
export const setupToken = 'a setup token for tests';

export interface TestServices {
  services: ServiceDeps;
  /** What identity providers are called over. */
  dispatchers: DispatcherSource;
  /** Does the queued jobs now, one after the other. */
  runJobs(): Promise<void>;
  close(): Promise<void>;
}

/** The real services on a test database; jobs wait until they are asked for. */
export function createTestServices(
  db: Database,
  identity: IdentityProvider,
  logger: Logger,
  manifests: readonly ManifestSource[] = builtInManifests,
  resolveHost: ResolveHost = resolveBySystem,
): TestServices {
  const clock = { now: Date.now };
  const egress = createEgressPolicy({ allow: ['loopback'] });
  const dispatchers = createDispatcherSource({
    egress,
    resolve: (hostname, callback) =>
      resolveHost(hostname).then(
        (addresses) =>
          callback(
            null,
            addresses.map((address) => ({ address, family: isIP(address) })),
          ),
        (error) => callback(error, []),
      ),
  });
  const queued: Job[] = [];
  const services: ServiceDeps = {
    db,
    registry: createRegistry(manifests),
    runtime: createRuntime({ clock, logger, dispatchers }),
    keyRing: createKeyRing(`k1:${randomBytes(32).toString('base64')}`),
    authRefs: createAuthRefResolver({ env: {}, clock }),
    egress,
    clock,
    logger,
    jobs: { enqueue: async (job) => void queued.push(job) },
    identity,
    readEnv: () => undefined,
    sso: {
      discover: (issuer) =>
        discoverIssuer({ readDocument: (url) => readDocument(dispatchers, url, 'Patchbay'), egress }, issuer),
      resolveTxt: async (name) => txtRecords.get(name) ?? [],
      trustedDomains: ['vouched.example'],
    },
    cache: createServiceCache(),
    intake: createWebhookIntake(db),
    proxyAudit: createProxyAudit(db),
    settings: {
      apiUrl: 'http://127.0.0.1:3001',
      appUrl: 'http://127.0.0.1:3000',
      offline: false,
      setupToken,
      processId: 'test',
    },
  };
  return {
    services,
    dispatchers,
    async runJobs() {
      for (let job = queued.shift(); job; job = queued.shift()) {
        if (job.name === 'sync.run') await runSync(services, job.data);
        else await runDoctor(services, job.data, { waitMs: 2_000 });
      }
    },
    close: () => dispatchers.close(),
  };
}
