import type { AuthMethod, AuthType, Manifest, Signing } from '@patchbay/schema';
import type { LRUCache } from 'lru-cache';
import type { ProviderError } from '../errors/provider-error.ts';
import type { Redact } from '../errors/redact.ts';
import type { Answer } from '../http/answer.ts';
import type { HostCheck } from '../http/hosts.ts';
import type { OutgoingRequest } from '../http/outgoing-request.ts';
import type { Scope } from '../http/template.ts';

/** What strategies remember between calls, such as tokens; for the life of the runtime, in memory only. */
export type AuthCache = LRUCache<string, object>;

/** How a sign-in ended for those who waited for it. `left`: whoever made it gave up, so somebody else has to. */
export type FlightOutcome = { kind: 'done'; value: object } | { kind: 'failed'; error: unknown } | { kind: 'left' };

/** Sign-ins under way by key, so that callers of one connection share one. */
export type AuthFlights = Map<string, Promise<FlightOutcome>>;

/** What a strategy works with during one call. */
export interface AuthContext<Method extends AuthMethod = AuthMethod> {
  method: Method;
  credentials: Readonly<Record<string, string>>;
  settings: Readonly<Record<string, unknown>>;
  scope: Scope;
  /** What the operation is signed for, where it says so. */
  signing: Signing | undefined;
  manifest: Manifest;
  providerName: string;
  userAgent: string;
  cache: AuthCache;
  flights: AuthFlights;
  /** Begins every key in the cache: changes with the connection and with its credentials. */
  cacheKey: string;
  isAllowedHost: HostCheck;
  /** Hosts declared in the same form as the manifest's `hosts`. */
  hostCheck(hosts: readonly string[]): HostCheck;
  /** Sends a request of the strategy's own (token, login) under the same egress policy, caps and deadline. No credentials are added. */
  send(request: OutgoingRequest, isAllowedHost: HostCheck, options?: SendOptions): Promise<Answer>;
  /** Hides credentials and everything given to `hide` in a text of the provider. */
  redact: Redact;
  /** Keeps what was learned on the way (tokens, session ids) out of errors and logs of this call. */
  hide(...secrets: readonly string[]): void;
  /** Of the caller. */
  signal: AbortSignal | undefined;
  /** Milliseconds left for the call; Infinity without a deadline. */
  remainingMs(): number;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface SendOptions {
  /** return: a 3xx is an answer like any other. Default: follow. */
  redirects?: 'follow' | 'return';
}

/** The head of an answer that refused the credentials. */
export interface Challenge {
  status: number;
  headers: Readonly<Record<string, string>>;
}

/** How one type of auth method puts its credentials on a request. */
export interface AuthStrategy<Method extends AuthMethod = AuthMethod> {
  /** Lower-case names of headers that carry the credentials; nobody else may set them. */
  credentialHeaders(method: Method): readonly string[];
  /** Query parameters that carry the credentials. */
  credentialParameters?(method: Method): readonly string[];
  /** Adds the credentials. May ask for a token first. */
  apply(request: OutgoingRequest, context: AuthContext<Method>): void | Promise<void>;
  /** Signs the request as it will be sent; nothing is changed afterwards. */
  sign?(request: OutgoingRequest, context: AuthContext<Method>): void | Promise<void>;
  /** After a 401, or an answer the manifest calls expired: true when the same request is worth sending once more. */
  answerChallenge?(challenge: Challenge, request: OutgoingRequest, context: AuthContext<Method>): Promise<boolean>;
  /** Says more about a refused request than its status does. */
  explainFailure?(error: ProviderError, answer: Answer, context: AuthContext<Method>): ProviderError;
}

/** The method of one type, with its `config`. */
export type MethodOf<Type extends AuthType> = Extract<AuthMethod, { type: Type }>;

/** One strategy for every type of the vocabulary: a new type does not compile until it is served. */
export type AuthStrategies = { [Type in AuthType]: AuthStrategy<MethodOf<Type>> };
