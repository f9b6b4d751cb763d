export { type AuthMethod, type AuthType, authMethodSchema } from './auth/auth-method.ts';
export { authMethodLabel } from './auth/auth-method-label.ts';
export {
  credentialFields,
  credentialMembers,
  grantedCredentials,
  installCredentials,
  isInstalledAtProvider,
  signsInAtProvider,
} from './auth/credential-fields.ts';
export { withImpliedScopes } from './auth/implied-scopes.ts';
export { operationOf, testOf } from './auth/method-operations.ts';
export { toCanonicalJson } from './canonical-json.ts';
export { type Contract, contractSchema } from './contract.ts';
export { defineManifest } from './define-manifest.ts';
export { deliveryBody } from './delivery-body.ts';
export { type ErrorClass, errorClasses, retryableClasses, type WhoseFault } from './error-class.ts';
export {
  type ErrorCode,
  type ErrorDetail,
  errorCodes,
  isPatchbayError,
  PatchbayError,
  type PatchbayErrorOptions,
} from './error-code.ts';
export { type ErrorRule, errorRuleSchema, type Quota, type RateLimits, rateLimitsSchema } from './error-rule.ts';
export { type EventData, type EventType, eventTypeSchema, eventTypes } from './events/index.ts';
export { eventSamples } from './events/samples.ts';
export { type Field, type FieldInput, type FieldType, field, fieldSchema, fieldsSchema } from './field.ts';
export { type Fixture, type FixtureInput, fixtureSchema } from './fixture.ts';
export { type Capability, type Category, capabilitySchema, categorySchema } from './identity.ts';
export {
  annotationNames,
  type InterfaceId,
  type InterfaceInput,
  type InterfaceOutput,
  interfaceIdSchema,
  interfaceIds,
  interfaces,
} from './interfaces/index.ts';
export { fixtureJsonSchema, interfaceJsonSchema, manifestJsonSchema } from './json-schema.ts';
export { type Manifest, type ManifestInput, manifestSchema } from './manifest.ts';
export {
  type FindingState,
  findingStateSchema,
  type ModelId,
  modelIdSchema,
  modelIds,
  models,
  type Severity,
  severitySchema,
} from './models/index.ts';
export { type PageEnd, type Pagination, type PaginationType, paginationSchema } from './pagination.ts';
export { type ManifestProblem, type ParsedManifest, parseManifest, problemsOf } from './parse-manifest.ts';
export {
  type BodyType,
  type Http,
  httpSchema,
  type Method,
  type Operation,
  operationSchema,
  type Preflight,
  type Signing,
} from './request.ts';
export {
  type FindingWords,
  findingSchema,
  type Implementation,
  implementationSchema,
  type Resource,
  resourceSchema,
  type Sync,
  syncSchema,
  type Test,
  testSchema,
} from './sync.ts';
export { slugSchema, type TemplateValue, type TimeUnit, timeUnitSchema } from './text.ts';
export {
  type Ping,
  pingSchema,
  type Webhooks,
  type WebhookVerify,
  webhooksSchema,
  webhookVerifySchema,
} from './webhook.ts';
export {
  type WebhookVector,
  type WebhookVectorInput,
  webhookVectorSchema,
  webhookVectorsSchema,
} from './webhook-vectors.ts';
