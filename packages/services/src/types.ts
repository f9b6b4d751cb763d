import type { Database } from '@patchbay/db';
import type { Registry } from '@patchbay/registry';
import type { Clock, EgressPolicy, Logger, Runtime } from '@patchbay/runtime';
import type { AuthRefResolver, KeyRing } from '@patchbay/secrets';
import type { ServiceCache } from './cache.ts';
import type { SimulatedAccount } from './dto/index.ts';
import type { Observer } from './observer.ts';
import type { ProxyAudit } from './proxy/create-proxy-audit.ts';
import type { WebhookIntake } from './webhooks/create-intake.ts';

export type { Clock, Logger };

export type Role = 'owner' | 'admin' | 'member' | 'viewer';

/** Who calls. Every verb acts only within `organizationId`. */
export interface Actor {
  type: 'user' | 'api_key' | 'system';
  id: string;
  organizationId: string;
  role: Role;
  /** What an API key may do at most; null is all that its role may do. */
  scopes: readonly string[] | null;
  /** A name for people, kept in the audit log: an e-mail address, the name of a key. */
  label?: string | null;
}

/** What a verb is called with besides its input. */
export interface ServiceContext {
  deps: ServiceDeps;
  actor: Actor;
  requestId?: string;
  /** The address the request came from, kept in the audit log. */
  ip?: string | null;
  signal?: AbortSignal;
}

/** Everything services need of the world. */
export interface ServiceDeps {
  db: Database;
  registry: Registry;
  runtime: Runtime;
  keyRing: KeyRing;
  authRefs: AuthRefResolver;
  /** Asked before a URL setting is stored, so that an address never allowed is refused at once and not at the first call. */
  egress: EgressPolicy;
  clock: Clock;
  logger: Logger;
  jobs: JobQueue;
  identity: IdentityProvider;
  /** A variable a manifest names for an OAuth app; undefined when it is not set or is a setting of Patchbay itself. */
  readEnv(name: string): string | undefined;
  sso: SsoEnvironment;
  cache: ServiceCache;
  /** Takes deliveries of webhooks in. */
  intake: WebhookIntake;
  /** Takes in what the proxy has to tell the audit log. */
  proxyAudit: ProxyAudit;
  /** Where a simulator answers for providers: what it takes. */
  simulated?: (slug: string) => Promise<SimulatedAccount[]>;
  /** Default: nobody is told. */
  observer?: Observer;
  settings: ServiceSettings;
}

/** What an issuer of OpenID Connect says of itself. */
export interface DiscoveredIssuer {
  issuer: string;
  discoveryUrl: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  jwksUri: string;
  userInfoEndpoint: string | null;
  /** It takes the client secret in the body only. */
  usesPostOnly: boolean;
}

/** What single sign-on needs of the world. */
export interface SsoEnvironment {
  /** Reads an issuer's description, under the egress policy. Throws `invalid_input` when there is none. */
  discover(issuer: string): Promise<DiscoveredIssuer>;
  /** The texts of a TXT record; rejects or gives none when there is no such record. */
  resolveTxt(name: string): Promise<string[]>;
  /** Domains the operator vouches for: they need no record. */
  trustedDomains: readonly string[];
}

export interface ServiceSettings {
  /** Where providers reach the API, without a trailing slash. */
  apiUrl: string;
  /** Where people open the admin, without a trailing slash. */
  appUrl: string;
  offline: boolean;
  /** Requests to providers go to the simulator, so that every connection is simulated. Default: false. */
  isSimulated?: boolean;
  /** The operator lets older systems hand tokens out in addresses (OAuth's implicit grant). Default: false. */
  allowImplicitGrant?: boolean;
  /** Syncs of one organization that may wait for a worker. Default: 1 000. */
  maxWaitingSyncs?: number;
  /** How often a sync may run by its schedule, in minutes between two runs. Default: 5. */
  minSyncIntervalMinutes?: number;
  /** How long events are kept, in days. Default: 30. */
  eventRetentionDays?: number;
  /** How long deliveries of webhooks are kept, in days. Default: 30. */
  webhookRetentionDays?: number;
  /** How long runs are kept, in days. Default: 90. */
  runRetentionDays?: number;
  /** How long a doctor waits for something to come back, in milliseconds. Default: 30 seconds. */
  doctorWaitMs?: number;
  /** What POST /setup must prove to know. */
  setupToken: string;
  /** Names this process in runs it executes; unique for each start. */
  processId: string;
  /** Quality of each provider by id, as verify proved it. A provider not named is unlisted. */
  levels?: Readonly<Record<string, string>>;
}

/** A job some worker does later, at least once. */
export type Job =
  | { name: 'sync.run'; data: { organizationId: string; runId: string } }
  | { name: 'doctor.run'; data: { organizationId: string; runId: string } };

/** The queue behind the services. */
export interface JobQueue {
  /** Resolves once the job is stored durably. Delivering a job twice is harmless: the verb claims its run. */
  enqueue(job: Job): Promise<void>;
}

/** Makes people and keys; the owner of sessions implements it. */
export interface IdentityProvider {
  /** Makes the first user, the organization the user owns, and an API key with the owner's rights. */
  createOwner(input: {
    email: string;
    password: string;
    name: string;
    organizationName: string;
  }): Promise<{ userId: string; organizationId: string; apiKey: string }>;
}
