export { createRuntime } from './create-runtime.ts';
export { requireResource } from './discover/discover.ts';
export { compileGlob, type NameFilter } from './discover/glob.ts';
export {
  createDispatcherSource,
  createFixedDispatcherSource,
  type DispatcherOptions,
  type DispatcherSource,
  type DispatcherSourceOptions,
} from './egress/dispatcher-source.ts';
export { createEgressPolicy, type EgressOptions, type EgressPolicy } from './egress/egress-policy.ts';
export { type ClassSentence, classSentences } from './errors/class-sentences.ts';
export { readRetryAfter } from './errors/moments.ts';
export { isProviderError, ProviderError, type ProviderErrorOptions } from './errors/provider-error.ts';
export { toCallError } from './errors/to-call-error.ts';
export { matchesWhole } from './fields/pattern.ts';
export { readMembers } from './fields/read-members.ts';
export {
  requireValidFields,
  type ValidatedFields,
  type ValidateFieldsOptions,
  validateFields,
} from './fields/validate-fields.ts';
export { createGuardedFetch } from './http/guarded-fetch.ts';
export { createHostCheck, type HostCheck } from './http/hosts.ts';
export { parseXml, XmlError, type XmlValue } from './http/parse-xml.ts';
export { pathVariables } from './http/path-template.ts';
export { readDocument, type WebDocument } from './http/read-document.ts';
export type { MessageAnswer, OutgoingMessage, SendMessageOptions } from './http/send-message.ts';
export { placeholdersOf } from './http/template.ts';
export type { CertificateView, LayerView, OriginView } from './inspect/inspect-origin.ts';
export type { AppInstalls, InstallProblem, InstallReturn } from './install/types.ts';
export { oauthErrorOf } from './oauth/oauth-refusal.ts';
export type {
  Authorization,
  AuthorizeRequest,
  CodeExchange,
  OAuth,
  OAuthApp,
  OAuthTarget,
  TokenSet,
} from './oauth/types.ts';
export type { CallObserver, ObservedCall } from './observe/call-observer.ts';
export { failSpan, type SpanDetails, withSpan } from './observe/with-span.ts';
export { requireImplementation } from './operations/perform.ts';
export { createMemoryRateBudgets } from './rate/memory-rate-budgets.ts';
export { type OpenedRedis, openRedis } from './rate/open-redis.ts';
export type { BudgetObservation, BudgetQuota, RateBudgets, TakeOptions } from './rate/rate-budgets.ts';
export type { ScriptRunner } from './rate/redis-rate-budgets.ts';
export { shareRateBudgets } from './rate/share-rate-budgets.ts';
export { select, selectFlag, selectText } from './select/expressions.ts';
export type {
  CallError,
  CallOptions,
  Clock,
  CredentialSource,
  DiscoveredResource,
  Discovery,
  FetchedRecord,
  FetchOptions,
  HeaderInput,
  Logger,
  LogLine,
  OperationResult,
  ProxyOutcome,
  ProxyRequest,
  ProxyResponse,
  ProxySink,
  RateLimitView,
  ReadCheckpoint,
  RecordBatch,
  Runtime,
  RuntimeDeps,
  RuntimeLimits,
  SkippedPayload,
  Sleep,
  SyncCursor,
  Target,
  TestResult,
  TestStep,
  TestStepId,
  UnknownWord,
} from './types.ts';
export { answerHandshake, type HandshakeAnswer } from './webhooks/answer-handshake.ts';
export { keptHeaders } from './webhooks/kept-headers.ts';
export {
  type HookFacts,
  hookInput,
  type ListedHook,
  readHookScheme,
  readListedHook,
} from './webhooks/lifecycle-input.ts';
export { locate } from './webhooks/locate.ts';
export { mapWebhookRecord, type WebhookRecord } from './webhooks/map-record.ts';
export { readWebhookFacts, type WebhookFacts } from './webhooks/read-facts.ts';
export { readWebhookPayload } from './webhooks/read-payload.ts';
export { schemesOf } from './webhooks/scheme-of.ts';
export { signedMessage } from './webhooks/signed-message.ts';
export { verifyWebhook, type WebhookVerdict } from './webhooks/verify-webhook.ts';
export { type WebhookRefusalReason, webhookRefusalReasons } from './webhooks/webhook-refusal.ts';
export type { WebhookLocator, WebhookRequest } from './webhooks/webhook-request.ts';
export type { WebhookOptions, WebhookType } from './webhooks/webhook-strategy.ts';
