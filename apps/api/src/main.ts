// Reads the world, wires the parts, starts and stops them. Everything else takes what it needs as arguments.
//
// Almost everything is imported when it is needed: a bad setting or a taken port is told at once, and the rest is loaded the fast
// way that the first import prepares.
import './start/faster-modules.ts';
import { randomBytes } from 'node:crypto';
import { resolveTxt } from 'node:dns/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Registry } from '@patchbay/registry';
import type { KeyRing } from '@patchbay/secrets';
import type { ServiceDeps } from '@patchbay/services';
import manifest from '../package.json' with { type: 'json' };
import type { AppDeps } from './app-deps.ts';
import type { Env } from './env.ts';
import type { AppLogger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { readSimulatedAccounts } from './read-simulated-accounts.ts';
import { explainFailedStart, say } from './start/say.ts';
import { onSignal, runSteps } from './start/shutdown.ts';
import { freeYoungGeneration, holdYoungGeneration } from './start/young-generation.ts';
import { readVaultSettings } from './vault-settings.ts';

/** How often what was only noted in memory is written, in milliseconds. */
const FLUSH_INTERVAL_MS = 5_000;

/** What starting needs, loaded side by side. */
async function loadPackages() {
  const [db, jobs, registry, runtime, secrets, services, parts] = await Promise.all([
    import('@patchbay/db'),
    import('@patchbay/jobs'),
    import('@patchbay/registry'),
    import('@patchbay/runtime'),
    import('@patchbay/secrets'),
    import('@patchbay/services'),
    import('./start/parts.ts'),
  ]);
  return { db, jobs, registry, runtime, secrets, services, parts };
}
type Packages = Awaited<ReturnType<typeof loadPackages>>;

/** The key ring of the environment, or of the key file in the data folder, made when there is none. */
async function openKeyRing({ secrets }: Packages, env: Env, logger: AppLogger): Promise<KeyRing> {
  if (env.PATCHBAY_ENCRYPTION_KEYS !== undefined) return secrets.createKeyRing(env.PATCHBAY_ENCRYPTION_KEYS);
  const path = join(env.PATCHBAY_DATA_DIR, 'encryption.keys');
  const file = await secrets.createKeyFile(path);
  if (file.warning !== null) logger.warn({ path }, file.warning);
  if (file.isNew) {
    say(`Made the encryption key ${path}. Keep a copy of it apart: without it no stored credential can be opened.`);
    say(
      'Embedded mode is for one machine and a trial: a power cut may lose the last writes. Set DATABASE_URL for more.',
    );
  }
  return secrets.createKeyRing(file.spec);
}

/** All providers, built in and private. A broken private one is named in the log and left out. */
async function openRegistry({ registry }: Packages, env: Env, logger: AppLogger): Promise<Registry> {
  const folder = env.PATCHBAY_MANIFESTS;
  const own = folder ? await registry.loadPrivateManifests(folder) : { manifests: [], problems: [] };
  const opened = registry.createRegistry([...registry.builtInManifests, ...own.manifests], own.problems);
  for (const { source, message } of opened.problems) logger.warn({ source }, `manifest left out: ${message}`);
  return opened;
}

/** The simulator in this process, with the fixtures of the repository, when it is asked for. */
async function openSimulator(env: Env, registry: Registry) {
  if (!env.PATCHBAY_SIMULATOR) return null;
  const { readProvider, startSimulator } = await import('@patchbay/simulator');
  const folder = join(import.meta.dirname, '../../../manifests');
  const providers = await Promise.all(registry.list().map((one) => readProvider(one, join(folder, one.id))));
  const simulator = await startSimulator({ providers, port: env.PATCHBAY_SIMULATOR_PORT });
  say(`Simulating every provider; what to type in is at ${simulator.url}/_simulator/providers`);
  return simulator;
}

/** What verify proved of each built-in manifest, by id. */
function levelsOf({ registry }: Packages): Record<string, string> {
  return Object.fromEntries(Object.entries(registry.builtInLevels).map(([id, { level }]) => [id, level]));
}

/** Starts what PATCHBAY_ROLE asks for. Answers how to stop it. */
async function start(env: Env, logger: AppLogger): Promise<(reason: string) => Promise<void>> {
  const isEmbedded = env.DATABASE_URL === undefined;
  const worksJobs = env.PATCHBAY_ROLE !== 'api';
  const vaultSettings = readVaultSettings(env);
  // The port and the settings first: what is wrong with them is told before anything else is touched.
  const [{ listen }, { createClientAddress }, { readManifestVariable }] = await Promise.all([
    import('./start/http-server.ts'),
    import('./client-address.ts'),
    import('./env.ts'),
  ]);
  const clientAddress = createClientAddress(env.PATCHBAY_TRUSTED_PROXIES);
  const server = env.PATCHBAY_ROLE === 'worker' ? null : await listen({ host: env.HOST, port: env.API_PORT });
  const watched =
    server || env.PATCHBAY_METRICS_PORT === undefined
      ? null
      : await listen({ host: env.HOST, port: env.PATCHBAY_METRICS_PORT });
  const tracing = env.OTEL_EXPORTER_OTLP_ENDPOINT
    ? await import('./start/start-tracing.ts').then(({ startTracing }) => startTracing({ version: manifest.version }))
    : null;

  // The database opens while the rest is loaded.
  let metrics: Metrics | undefined;
  const opening = import('@patchbay/db').then(({ createDb }) =>
    createDb({
      ...(env.DATABASE_URL === undefined
        ? { dataDir: join(env.PATCHBAY_DATA_DIR, 'database') }
        : { url: env.DATABASE_URL }),
      onQuery: () => metrics?.sqlStatements.inc(),
    }),
  );
  opening.catch(() => {});
  const packages = await loadPackages();
  const { parts, runtime, secrets, services: verbs } = packages;
  const { authSchema, getApiKeyByHash, getOrganization, newId, touchApiKeys } = packages.db;
  const egress = runtime.createEgressPolicy({
    allow: isEmbedded ? ['loopback', ...env.PATCHBAY_EGRESS_ALLOW] : env.PATCHBAY_EGRESS_ALLOW,
  });
  const clock = { now: Date.now };
  // The operator's own Vault, most often in a private network: what organizations may call has no say in it.
  const vault = vaultSettings && secrets.createVaultStore({ ...vaultSettings, fetch, clock });
  metrics = parts.createMetrics({
    readBacklog: async () => packages.db.getRunBacklog((await opening).orm),
    readWebhookBacklog: async () => packages.db.getWebhookBacklog((await opening).orm),
  });
  const observers = parts.createObservers(metrics);
  const db = await opening;
  // After the database, whose lock says that the data folder is ours.
  const keyRing = await openKeyRing(packages, env, logger);
  await db.migrate();
  await verbs.requireKnownKeys({ db, keyRing }, { lost: env.PATCHBAY_LOST_KEYS });

  if (env.PATCHBAY_OAUTH_IMPLICIT)
    logger.warn({}, 'PATCHBAY_OAUTH_IMPLICIT is on: tokens of the implicit grant may stay in histories and logs');
  const origins = parts.allowedOrigins(env.APP_URL, env.API_URL);
  const providers = await openRegistry(packages, env, logger);
  const simulator = await openSimulator(env, providers);
  const simulatorUrl = simulator?.url ?? env.PATCHBAY_SIMULATOR_URL;
  const direct = runtime.createDispatcherSource({ egress });
  const dispatchers =
    simulatorUrl === undefined
      ? direct
      : (await import('@patchbay/simulator')).simulateDispatchers(direct, simulatorUrl);
  const redis = env.REDIS_URL === undefined ? null : runtime.openRedis(env.REDIS_URL, logger);
  const jobs = await packages.jobs.createJobs({
    db,
    logger,
    concurrency: env.PATCHBAY_SYNC_CONCURRENCY,
    healthConcurrency: env.PATCHBAY_HEALTH_CONCURRENCY,
    limits: { perOrganization: env.PATCHBAY_SYNCS_PER_ORGANIZATION, perProvider: env.PATCHBAY_SYNCS_PER_PROVIDER },
  });
  const keyUsage = parts.createKeyUsage({ clock, logger, write: (ids, at) => touchApiKeys(db.orm, { ids, at }) });
  const people = parts.createPeople({
    db,
    tables: authSchema,
    newId,
    clock,
    logger,
    secret: env.BETTER_AUTH_SECRET ?? parts.deriveSessionSecret(keyRing),
    apiUrl: env.API_URL,
    appUrl: env.APP_URL,
    origins,
    sso: {
      openConfig: (row) => verbs.openSsoConfig({ keyRing }, row),
      opensOwners: (providerId) => verbs.ssoOpensOwners(services, { providerId }),
      isKeptOut: (person) => verbs.isKeptOut(services, person),
      onSignIn: (person) => verbs.joinBySignIn(services, person),
      fetch: runtime.createGuardedFetch(dispatchers, 'Patchbay'),
      isAllowedUrl: (url) => parts.isAllowedUrl(egress, url),
    },
    async onChange() {
      authenticator.forgetAll();
      await db.notify(parts.authChannel, 'changed');
    },
    onInvitationAccepted: (person) => verbs.noteComeBack(services, person),
    onPeopleChange: ({ organizationId, actor: { id, label }, ...note }) => {
      const actor = { type: 'user', role: 'owner', scopes: null, organizationId, id, label } as const;
      return verbs.recordAudit({ deps: services, actor }, note);
    },
  });
  const authenticator = parts.createAuthenticator({
    clock,
    sessionCookieName: parts.sessionCookieName,
    findApiKey: parts.createFindApiKey((hash) => getApiKeyByHash(db.orm, { hash })),
    findSession: (cookie) => people.findSession(cookie),
    onKeyUsed: (keyId) => keyUsage.note(keyId),
  });
  const setupToken = env.PATCHBAY_SETUP_TOKEN ?? randomBytes(18).toString('base64url');
  const services: ServiceDeps = {
    db,
    registry: providers,
    runtime: parts.measureTests(
      runtime.createRuntime({
        ...{ clock, logger, dispatchers, offline: env.PATCHBAY_OFFLINE, observe: observers.observe },
        ...(redis && { rateBudgets: runtime.shareRateBudgets({ redis, clock, logger }) }),
      }),
      metrics,
    ),
    keyRing,
    authRefs: secrets.createAuthRefResolver({
      env: process.env,
      allowedEnv: ['PATCHBAY_SECRET_*', ...env.PATCHBAY_AUTHREF_ENV],
      ...(vault && { stores: { vault } }),
      clock,
      audit: (access) => verbs.recordAuthRefAccess({ db }, access),
    }),
    egress,
    clock,
    logger,
    jobs: jobs.queue,
    identity: people,
    readEnv: (name) => readManifestVariable(process.env, name),
    sso: {
      discover: (issuer) =>
        parts.discoverIssuer(
          { readDocument: (url) => runtime.readDocument(dispatchers, url, 'Patchbay'), egress },
          issuer,
        ),
      resolveTxt: async (name) => (await resolveTxt(name)).map((pieces) => pieces.join('')),
      trustedDomains: env.PATCHBAY_SSO_TRUSTED_DOMAINS.map((domain) => domain.toLowerCase()),
    },
    cache: verbs.createServiceCache(),
    intake: verbs.createWebhookIntake(db),
    proxyAudit: verbs.createProxyAudit(db),
    observer: observers.observer,
    ...(simulatorUrl !== undefined && { simulated: readSimulatedAccounts(simulatorUrl, logger) }),
    settings: {
      apiUrl: env.API_URL,
      appUrl: env.APP_URL,
      offline: env.PATCHBAY_OFFLINE,
      isSimulated: simulatorUrl !== undefined,
      allowImplicitGrant: env.PATCHBAY_OAUTH_IMPLICIT,
      maxWaitingSyncs: env.PATCHBAY_WAITING_SYNCS_PER_ORGANIZATION,
      minSyncIntervalMinutes: env.PATCHBAY_SYNC_MIN_INTERVAL_MINUTES,
      eventRetentionDays: env.PATCHBAY_EVENT_RETENTION_DAYS,
      webhookRetentionDays: env.PATCHBAY_WEBHOOK_RETENTION_DAYS,
      runRetentionDays: env.PATCHBAY_RUN_RETENTION_DAYS,
      doctorWaitMs: env.PATCHBAY_DOCTOR_WAIT_SECONDS * 1_000,
      setupToken,
      levels: levelsOf(packages),
      processId: `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`,
    },
  };
  await Promise.all([
    db.listen(parts.authChannel, () => authenticator.forgetAll()),
    verbs.listenForChanges(services),
    worksJobs ? jobs.work(services, { isOnlyProcess: isEmbedded }) : undefined,
  ]);
  const noteUses = () =>
    Promise.all([verbs.flushUses(services), verbs.flushWebhookTraffic(services)]).catch((err) =>
      logger.warn({ err }, 'could not note what was used'),
    );
  const writeProxyAudit = () =>
    services.proxyAudit
      .flush()
      .catch((err) => logger.warn({ err }, 'could not write the audit entries of proxied calls; they are kept'));
  const keepVault = () => vault?.keepAlive().catch((err) => logger.warn({ err }, 'could not renew the token of Vault'));
  const flushing = setInterval(() => {
    void noteUses();
    void writeProxyAudit();
    void keepVault();
  }, FLUSH_INTERVAL_MS);
  void keepVault();

  const eventStreams = parts.createEventStreams({ tail: verbs.createEventTail(services) });
  if (server || watched) {
    const perMinute = (points: number, message: string) =>
      parts.createRateLimiter({ points, windowSeconds: 60, message });
    const appDeps: AppDeps = {
      services,
      eventStreams,
      webhookLimiter: parts.createWebhookLimiter(),
      people,
      authenticator,
      findOrganization: (id) => getOrganization(db.orm, { id }),
      clientAddress,
      rateLimiters: {
        caller: perMinute(env.PATCHBAY_RATE_LIMIT_PER_KEY, 'This key or session made too many requests.'),
        address: perMinute(env.PATCHBAY_RATE_LIMIT_PER_IP, 'This address made too many requests without a valid key.'),
        signIn: perMinute(env.PATCHBAY_SIGN_IN_LIMIT_PER_IP, 'This address tried to sign in too often.'),
        incomingWebhooks: parts.createRateLimiter({
          points: 10,
          windowSeconds: 3_600,
          message: 'This address added ten incoming webhooks within an hour.',
        }),
      },
      metrics,
      logger,
      isQueueReady: () => (worksJobs ? jobs.isReady() : null),
      settings: {
        version: manifest.version,
        mode: isEmbedded ? 'embedded' : 'server',
        origins,
        bodyLimitBytes: env.PATCHBAY_BODY_LIMIT_BYTES,
        requestTimeoutMs: env.PATCHBAY_REQUEST_TIMEOUT_MS,
        metricsToken: env.METRICS_TOKEN ?? null,
      },
    };
    const app = server ? parts.createApp(appDeps) : parts.createServiceApp(appDeps);
    (server ?? watched)?.serve((request, bindings) => app.fetch(request, bindings));
    if (server && !(await verbs.getSetupStatus(services)).isSetUp) {
      say(`Set Patchbay up at ${env.APP_URL}/setup?token=${encodeURIComponent(setupToken)}`);
    }
  }
  freeYoungGeneration();
  say(server ? `Patchbay API ready on ${server.url}` : 'Patchbay worker ready');

  return async (reason) => {
    logger.info({ reason }, 'stopping');
    const timeoutMs = env.PATCHBAY_SHUTDOWN_TIMEOUT_MS;
    clearInterval(flushing);
    const steps = [
      {
        name: 'finish requests and jobs',
        run: async () => {
          // Streams never end by themselves.
          await eventStreams.close();
          const [brokenOff = 0] = await Promise.all([(server ?? watched)?.close(timeoutMs), jobs.stop(timeoutMs)]);
          if (brokenOff > 0) logger.warn({ brokenOff }, 'requests were still running and were broken off');
        },
      },
      { name: 'note which keys were used', run: () => keyUsage.close() },
      { name: 'write the audit entries of proxied calls', run: () => services.proxyAudit.flush() },
      { name: 'note what was used', run: noteUses },
      { name: 'give the token of Vault back', run: async () => vault?.close() },
      { name: 'close connections to providers', run: () => dispatchers.close() },
      { name: 'stop the simulator', run: async () => simulator?.close() },
      { name: 'send the last traces', run: async () => tracing?.stop() },
      { name: 'close the connection to Redis', run: async () => redis?.close() },
      { name: 'close the database', run: () => db.close() },
    ];
    await runSteps(steps, logger);
    logger.info({}, 'stopped');
  };
}

let stop: ((reason: string) => Promise<void>) | undefined;
onSignal((signal) => {
  // Not started yet: there is nothing to finish, and a lock left behind is taken over.
  if (!stop) process.exit(0);
  void stop(signal).then(() => process.exit(0));
});

holdYoungGeneration();
try {
  const [{ explainOlderNames, parseEnv }, { createLogger }] = await Promise.all([
    import('./env.ts'),
    import('./logger.ts'),
  ]);
  const env = parseEnv(process.env);
  const logger = createLogger({ level: env.LOG_LEVEL });
  for (const sentence of explainOlderNames(process.env)) logger.warn({}, sentence);
  process.on('uncaughtException', (err) => {
    logger.fatal({ err }, 'an error nobody caught; stopping');
    process.exit(1);
  });
  stop = await start(env, logger);
} catch (error) {
  process.stderr.write(`${explainFailedStart(error)}\n`);
  process.exit(1);
}
