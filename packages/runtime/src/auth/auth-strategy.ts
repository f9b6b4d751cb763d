import type { AuthMethod, AuthType } from '@patchbay/schema';
import type { LRUCache } from 'lru-cache';
import type { Answer } from '../http/answer.ts';
import type { HostCheck } from '../http/hosts.ts';
import type { OutgoingRequest } from '../http/outgoing-request.ts';
import type { Scope } from '../http/template.ts';

/** What strategies remember between calls, such as tokens; for the life of the runtime, in memory only. */
export type AuthCache = LRUCache<string, object>;

/** What a strategy works with during one call. */
export interface AuthContext<Method extends AuthMethod = AuthMethod> {
  method: Method;
  credentials: Readonly<Record<string, string>>;
  settings: Readonly<Record<string, unknown>>;
  scope: Scope;
  providerName: string;
  cache: AuthCache;
  /** Begins every key in the cache: changes with the connection and with its credentials. */
  cacheKey: string;
  isAllowedHost: HostCheck;
  /** Hosts declared in the same form as the manifest's `hosts`. */
  hostCheck(hosts: readonly string[]): HostCheck;
  /** Sends a request of the strategy's own (token, login) under the same egress policy, caps and deadline. No credentials are added. */
  send(request: OutgoingRequest, isAllowedHost: HostCheck): Promise<Answer>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** The head of a 401 answer. */
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
  /** After a 401: true when something was learned that makes the same request worth sending once more. */
  answerChallenge?(challenge: Challenge, request: OutgoingRequest, context: AuthContext<Method>): Promise<boolean>;
}

/** One strategy for every type of the vocabulary: a new type does not compile until it is served. */
export type AuthStrategies = { [Type in AuthType]: AuthStrategy<Extract<AuthMethod, { type: Type }>> };
