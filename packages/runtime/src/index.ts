export { createRuntime } from './create-runtime.ts';
export {
  createDispatcherSource,
  createFixedDispatcherSource,
  type DispatcherSource,
  type DispatcherSourceOptions,
} from './egress/dispatcher-source.ts';
export { createEgressPolicy, type EgressOptions, type EgressPolicy } from './egress/egress-policy.ts';
export { isProviderError, ProviderError, type ProviderErrorOptions } from './errors/provider-error.ts';
export type { BudgetObservation, BudgetQuota, RateBudgets, TakeOptions } from './rate/rate-budgets.ts';
export type {
  CallError,
  CallOptions,
  Clock,
  CredentialSource,
  DiscoveredResource,
  Discovery,
  FetchedRecord,
  HeaderInput,
  Logger,
  LogLine,
  OperationResult,
  ProxyOutcome,
  ProxyRequest,
  ProxyResponse,
  ProxySink,
  RateLimitView,
  RecordBatch,
  Runtime,
  RuntimeDeps,
  RuntimeLimits,
  SkippedPayload,
  Sleep,
  Target,
  TestResult,
  TestStep,
  TestStepId,
} from './types.ts';
