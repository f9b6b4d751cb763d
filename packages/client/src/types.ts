import type { components } from './schema.gen.ts';

type Schemas = components['schemas'];

export type ActionResult = Schemas['ActionResult'];
export type ApiErrorBody = Schemas['Error'];
export type ApiKey = Schemas['ApiKey'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditVerification = Schemas['AuditVerification'];
export type Connection = Schemas['Connection'];
export type CreateConnection = Schemas['CreateConnection'];
export type CreatedApiKey = Schemas['CreatedApiKey'];
export type CredentialVersion = Schemas['CredentialVersion'];
export type Discovered = Schemas['Discovered'];
export type FieldView = Schemas['FieldView'];
export type Me = Schemas['Me'];
export type Member = Schemas['Member'];
export type Overview = Schemas['Overview'];
export type ProviderDetail = Schemas['ProviderDetail'];
export type ProviderInfo = Schemas['ProviderInfo'];
export type RecordRow = Schemas['Record'];
export type Role = Schemas['Role'];
export type Run = Schemas['Run'];
export type RunLog = Schemas['RunLog'];
export type SetupResult = Schemas['SetupResult'];
export type SetupStatus = Schemas['SetupStatus'];
export type TestResult = Schemas['TestResult'];
export type UpdateConnection = Schemas['UpdateConnection'];
