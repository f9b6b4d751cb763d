import type { Readable, Writable } from 'node:stream';
import type { ErrorClass, ErrorCode, Manifest, WhoseFault } from '@patchbay/schema';
import type { DispatcherSource } from './egress/dispatcher-source.ts';
import type { MessageAnswer, OutgoingMessage, SendMessageOptions } from './http/send-message.ts';
import type { OriginView } from './inspect/inspect-origin.ts';
import type { AppInstalls } from './install/types.ts';
import type { OAuth } from './oauth/types.ts';
import type { CallObserver } from './observe/call-observer.ts';
import type { RateBudgets } from './rate/rate-budgets.ts';

/** The time, passed in so that tests can turn it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** The shape of a pino logger; a plain object of four functions serves too. */
export interface Logger {
  debug(data: object, message?: string): void;
  info(data: object, message?: string): void;
  warn(data: object, message?: string): void;
  error(data: object, message?: string): void;
}

/** Waits. Rejects with the signal's reason when it is aborted. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** Hard caps of one answer and one call. */
export interface RuntimeLimits {
  /** Largest answer an operation reads, after decompression, in bytes. Default: 32 MiB. */
  maxResponseBytes: number;
  /** Largest answer the proxy lets through, in bytes. Default: 4 GiB. */
  maxProxyBytes: number;
  /** Largest body the proxy holds in memory because the way to sign in signs it, in bytes. Default: 16 MiB. */
  maxSignedBodyBytes: number;
  /** Most redirects one request follows. Default: 5. */
  maxRedirects: number;
  /** Longest a call waits for a rate budget or between tries, in milliseconds. Default: 60 000. */
  maxWaitMs: number;
}

/** Everything the runtime needs of the world. */
export interface RuntimeDeps {
  clock: Clock;
  logger: Logger;
  dispatchers: DispatcherSource;
  /** Default: budgets of this process alone. */
  rateBudgets?: RateBudgets;
  /** No request leaves: writes are skipped and handed back, reads say so. */
  offline?: boolean;
  /** A number from 0 to 1, for the jitter of waits. Default: Math.random. */
  random?: () => number;
  sleep?: Sleep;
  /** Sent as User-Agent unless the manifest or a proxied request has one. Default: Patchbay. */
  userAgent?: string;
  limits?: Partial<RuntimeLimits>;
  /** Told of every request to a provider. */
  observe?: CallObserver;
}

/** Where the secrets of a connection come from. They are read for each call and never kept. */
export interface CredentialSource {
  get(): Promise<Readonly<Record<string, string>>>;
  /**
   * Asked at most once a call, after the provider refused the credentials given. Null: there are no better ones. Absent: they
   * cannot be refreshed.
   */
  refresh?(refused: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>> | null>;
}

/** What one call runs against. */
export interface Target {
  manifest: Manifest;
  connectionId: string;
  organizationId: string;
  /** The id of one of the manifest's auth methods. */
  authMethod: string;
  settings: Readonly<Record<string, unknown>>;
  verifyTls: boolean;
  /** Longest wait for one answer, in milliseconds; a manifest or an operation may say otherwise. */
  timeoutMs: number;
  credentials: CredentialSource;
  /** Scopes the sign-in itself granted, for tests whose answer does not tell; null or absent when nobody told. */
  grantedScopes?: readonly string[] | null;
}

/** One line of a run's log. Never holds a secret, a body or a query. */
export interface LogLine {
  /** Milliseconds since 1970. */
  at: number;
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  data?: Record<string, string | number | boolean | null>;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Longest time for the whole call with all its tries, pages and waits, in milliseconds from now. Default: none but the caps of each part. */
  deadlineMs?: number;
  /** Sent where the manifest names an idempotency header; makes a write safe to repeat. */
  idempotencyKey?: string;
  onLog?(line: LogLine): void;
  /** Most items `execute` and `discover` give. Default: 1 000. */
  limit?: number;
}

export interface FetchOptions extends CallOptions {
  /** Values of the sync's own variables. */
  variables?: Readonly<Record<string, unknown>>;
  /** Where an earlier read of the same kind was broken off. One that does not fit any more is passed over. */
  resumeFrom?: ReadCheckpoint | null;
}

/** What went wrong, for people and for programs. */
export interface CallError {
  code: ErrorCode;
  class: ErrorClass;
  message: string;
  /** The same call may succeed later without anybody changing anything. */
  isTransient: boolean;
  whoseFault: WhoseFault;
  nextStep: string;
  /** HTTP status of the provider's answer, when there was one. */
  status?: number;
  retryAfterSeconds?: number;
}

/** A request as it would have been sent, without its credentials. */
export interface SkippedPayload {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
}

export interface OperationResult {
  success: boolean;
  /** What the operation gives; for a list the array of its items. */
  result?: unknown;
  /** The items of a list operation. */
  items?: unknown[];
  /** More items exist than `limit` allowed; of an interface: in one of the lists its result was made of. */
  truncated?: boolean;
  error?: CallError;
  /** Nothing was sent because Patchbay is offline. */
  skippedOffline: boolean;
  /** Of a skipped write: the exact request, for sending it by hand. */
  skippedPayload?: SkippedPayload;
  /** Requests made, with retries and pages. */
  requests: number;
}

export type TestStepId = 'reach' | 'authenticate' | 'identity' | 'scopes';

export interface TestStep {
  id: TestStepId;
  status: 'passed' | 'failed' | 'skipped';
  message: string;
}

export interface RateLimitView {
  limit: number | null;
  remaining: number | null;
  /** Milliseconds since 1970. */
  resetAt: number | null;
}

export interface TestResult {
  ok: boolean;
  latencyMs: number;
  account: { id: string; label: string } | null;
  /** Granted scopes; null when the provider does not tell. */
  scopes: string[] | null;
  /** Scopes some operation declares and the credentials lack; empty when the granted ones are not known. */
  missingScopes: string[];
  rateLimit: RateLimitView | null;
  /** The provider's version, when its test declares where to find it. */
  version: string | null;
  /** How far the provider's clock is ahead of ours, in milliseconds; null when it does not tell its time. */
  clockSkewMs: number | null;
  steps: TestStep[];
  error: CallError | null;
}

export interface FetchedRecord {
  id: string;
  data: Record<string, unknown>;
  /** Of a finding: words of the provider that the manifest does not name. Absent when there are none. */
  unknownWords?: UnknownWord[];
}

/** A word of a provider without a meaning of ours. */
export interface UnknownWord {
  field: 'severity' | 'state';
  /** Null: there was none. */
  word: string | null;
  /** Our word that was taken for it. */
  countsAs: string;
}

/** What the next delta of a sync begins with, as plain JSON. */
export type SyncCursor =
  /** Milliseconds since 1970, or a number of the provider. */
  | { type: 'field'; value: number }
  | { type: 'token'; value: string | number }
  | { type: 'event_log'; value: string | number | null }
  | { type: 'etag'; value: string };

/** Where a read that is not over stands, as plain JSON. Made by the runtime and given back to it as it is. */
export interface ReadCheckpoint {
  /** Of what is read and how: another manifest, other settings or variables, and it is of no use. */
  fingerprint: string;
  /** When the read began, in milliseconds since 1970. */
  startedAt: number;
  position: { page?: unknown; parents?: string[] | undefined };
  noted: SyncCursor | null;
}

/** Records of one page. The last batch has `done: true` and may be empty. */
export interface RecordBatch {
  records: FetchedRecord[];
  /** Keys of objects the provider says are gone. */
  deleted: string[];
  /** Requests made so far. */
  requests: number;
  done: boolean;
  /** This read went on where another one was broken off. */
  isResumed: boolean;
  /** With `done`: everything there is was read, so what was not met is gone. */
  isWhole: boolean;
  /** With `done`: nothing can have slipped through between two pages while the list shifted. */
  isSteady: boolean;
  /** What a next delta begins with: with `done`, and before where the list comes oldest change first. */
  cursor: SyncCursor | null;
  /** For going on after this batch, put together when asked for; null where the list may have shifted by then. Holds no secret. */
  checkpoint(): ReadCheckpoint | null;
}

export interface DiscoveredResource {
  id: string;
  name: string;
  url?: string;
  [fact: string]: unknown;
}

export interface Discovery {
  resourceType: string;
  resources: DiscoveredResource[];
  /** More matched than `limit` allowed, or there were more parents than may be read. */
  truncated: boolean;
  requests: number;
}

/** Headers as Node gives them: a record, or the flat list of `rawHeaders`. */
export type HeaderInput = readonly string[] | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ProxyRequest {
  method: string;
  /** Path below the base URL, percent-encoded as it came: `/repos/a%2Fb`. */
  path: string;
  /** Query as it came, without the question mark. */
  query: string;
  headers: HeaderInput;
  body: Readable | null;
}

/** The provider's answer, whatever its status. */
export interface ProxyResponse {
  status: number;
  /** Flat list of names and values in the order and spelling of the provider, fit for `response.writeHead(status, headers)`. */
  headers: string[];
  /** The body as a stream. Do not touch it when the sink returns a Writable. */
  readonly body: Readable;
}

/**
 * Called once, when the head of the answer is there. Returning a Writable (the Node response, after writeHead) streams the
 * body straight into it, which is the fast way; returning nothing means that the sink reads `response.body` itself.
 */
export type ProxySink = (response: ProxyResponse) => Writable | undefined | Promise<void>;

/** How a proxied call ended. An error before the sink was called is thrown instead. */
export interface ProxyOutcome {
  status: number;
  /** Bytes of body passed on. */
  bytes: number;
  /** complete · client_gone: the reader closed early and the provider's answer was dropped · cut: the provider broke off. */
  ended: 'complete' | 'client_gone' | 'cut';
}

export interface Runtime {
  /**
   * Runs one operation. What the provider answers badly is in the result; an unknown operation (not_found), a bad input
   * (invalid_input) or something not served (unsupported) is thrown as PatchbayError.
   */
  execute(
    target: Target,
    operationName: string,
    input?: Readonly<Record<string, unknown>>,
    options?: CallOptions,
  ): Promise<OperationResult>;
  /**
   * Does what a provider-neutral interface asks for, such as `scm.comment`, by the operations the manifest maps it to. What the provider
   * answers badly is in the result; an interface it does not serve (unsupported) or a bad input (invalid_input) is thrown.
   */
  perform(
    target: Target,
    interfaceId: string,
    input?: Readonly<Record<string, unknown>>,
    options?: CallOptions,
  ): Promise<OperationResult>;
  /** Proves a connection with one cheap read. Never throws for what the provider does. */
  testConnection(target: Target, options?: CallOptions): Promise<TestResult>;
  /** Reads the whole collection of a sync, page by page. Throws ProviderError: what was read is then partial and no verdict. */
  fetchFull(target: Target, syncName: string, options?: FetchOptions): AsyncGenerator<RecordBatch, void, void>;
  /**
   * Reads what changed since the cursor. Everything, where there is no cursor, where the provider refuses it, and where the sync tells
   * changes by comparing: `isWhole` says so.
   */
  fetchDelta(
    target: Target,
    syncName: string,
    options?: FetchOptions & { cursor?: SyncCursor | null },
  ): AsyncGenerator<RecordBatch, void, void>;
  /** Lists resources of a type whose name matches the glob. Throws `unsupported` with the supported types in `data`. */
  discover(
    target: Target,
    resourceType: string,
    filter?: { namePattern?: string },
    options?: CallOptions,
  ): Promise<Discovery>;
  /** Posts a message to an address of people's choice, under the egress policy and without redirects. Throws ProviderError. */
  sendMessage(message: OutgoingMessage, options: SendMessageOptions): Promise<MessageAnswer>;
  /** Goes the way to the server a connection calls, layer by layer, without a request. Null when it calls none. */
  inspect(target: Target, options?: { signal?: AbortSignal | undefined }): Promise<OriginView | null>;
  /** Calls an address of ours, as a provider would, and gives the status. Throws ProviderError. */
  callOwnAddress(url: string): Promise<number>;
  /** Signing in at providers by OAuth 2.0 and OpenID Connect. */
  oauth: OAuth;
  /** Installing apps at providers, so that an installation becomes a connection. */
  installs: AppInstalls;
  /** Passes one request through with the credentials added. Throws only before the sink was called. */
  proxy(target: Target, request: ProxyRequest, sink: ProxySink, options?: CallOptions): Promise<ProxyOutcome>;
}
