import type { Logger, ServiceDeps } from '@patchbay/services';
import type { Authenticator } from './auth/authenticator.ts';
import type { FindOrganization } from './auth/get-me.ts';
import type { People } from './auth/people.ts';
import type { ClientAddress } from './client-address.ts';
import type { EventStreams } from './event-streams.ts';
import type { Metrics } from './metrics.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { WebhookLimiter } from './webhook-limiter.ts';

export interface AppSettings {
  version: string;
  mode: 'embedded' | 'server';
  /** Origins whose pages may write with a session cookie: of the admin and of the API. */
  origins: readonly string[];
  /** The largest request body, in bytes; the proxy streams and has none. */
  bodyLimitBytes: number;
  /** The longest one request may take, in milliseconds. */
  requestTimeoutMs: number;
  /** Longest a provider may take to send the body of a delivery, in milliseconds. Default: 15 000. */
  webhookBodyTimeoutMs?: number;
  /** What GET /metrics asks for; without it only this machine may read them. */
  metricsToken: string | null;
}

export interface RateLimiters {
  /** Requests of one API key or session. */
  caller: RateLimiter;
  /** Requests of one address without a valid key or session. */
  address: RateLimiter;
  /** Attempts to sign in or to set up, of one address. */
  signIn: RateLimiter;
  /** Incoming webhooks added from one address. */
  incomingWebhooks: RateLimiter;
}

/** Everything the app needs of the world. */
export interface AppDeps {
  services: ServiceDeps;
  people: People;
  authenticator: Authenticator;
  findOrganization: FindOrganization;
  clientAddress: ClientAddress;
  rateLimiters: RateLimiters;
  eventStreams: EventStreams;
  /** Limits what providers deliver, endpoint by endpoint. */
  webhookLimiter: WebhookLimiter;
  metrics: Metrics;
  logger: Logger;
  settings: AppSettings;
  /** Whether the queue works: null where this process runs no jobs. */
  isQueueReady(): boolean | null;
}
