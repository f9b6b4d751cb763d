import { z } from '@hono/zod-openapi';
import { organizationIdSchema, pageQueryShape, timestampSchema } from './common.ts';

export const findingSeveritySchema = z.enum(['info', 'low', 'medium', 'high', 'critical']);
export const findingStatusSchema = z.enum(['open', 'resolved', 'ignored']);

const findingShape = {
  id: z.string(),
  connectionId: z.string(),
  providerSlug: z.string(),
  sync: z.string(),
  externalId: z.string().openapi({ description: 'Its key at the provider.' }),
  title: z.string(),
  severity: findingSeveritySchema,
  providerSeverity: z.string().nullable().openapi({ description: "The provider's word or score." }),
  status: findingStatusSchema,
  statusReason: z.string().nullable(),
  statusChangedAt: timestampSchema.nullable(),
  statusChangedBy: z.string().nullable().openapi({
    description: 'The person or key that gave it the status; null when the provider, an exception or the clock did.',
  }),
  ignoredUntil: timestampSchema.nullable(),
  exceptionId: z.string().nullable().openapi({ description: 'The exception that ignores it.' }),
  rule: z.string().nullable(),
  resource: z.string().nullable(),
  url: z.string().nullable(),
  remediation: z.string().nullable(),
  firstSeenAt: timestampSchema,
  lastSeenAt: timestampSchema,
  reopenedCount: z.number().int(),
};

/** Something to fix, as a provider reports it and people decided about it. */
export const findingSchema = z.object(findingShape).openapi('Finding');

export const findingDetailSchema = z
  .object({
    ...findingShape,
    record: z
      .record(z.string(), z.unknown())
      .nullable()
      .openapi({ description: 'Everything its record holds; null when the record was removed.' }),
  })
  .openapi('FindingDetail');

const patternSchema = z
  .string()
  .min(1)
  .max(500)
  .openapi({ description: 'Exact, or with * for any text.', example: 'CVE-2024-*' });

const filterShape = {
  connectionId: z.string().min(1).max(100).optional(),
  providerSlug: z.string().max(100).optional(),
  rule: patternSchema.optional(),
  resource: patternSchema.optional(),
  organizationId: organizationIdSchema,
};

export const listFindingsQuerySchema = z.strictObject({
  ...pageQueryShape,
  ...filterShape,
  severity: findingSeveritySchema.optional(),
  status: findingStatusSchema.optional(),
});

export const summarizeFindingsQuerySchema = z.strictObject(filterShape);

const statusCountsSchema = z.object({
  open: z.number().int(),
  resolved: z.number().int(),
  ignored: z.number().int(),
});

export const findingSummarySchema = z
  .object({
    total: z.number().int(),
    byStatus: statusCountsSchema,
    bySeverity: z.object({
      critical: statusCountsSchema,
      high: statusCountsSchema,
      medium: statusCountsSchema,
      low: statusCountsSchema,
      info: statusCountsSchema,
    }),
  })
  .openapi('FindingSummary');

const reasonSchema = z.string().trim().min(1).max(1_000);
const instantSchema = z.iso.datetime({ offset: true }).openapi({ example: '2030-01-31T09:30:00Z' });

export const updateFindingSchema = z
  .strictObject({
    status: findingStatusSchema,
    reason: reasonSchema.optional().openapi({ description: 'Why. Has to be given to ignore a finding.' }),
    until: instantSchema
      .nullable()
      .optional()
      .openapi({ description: 'Of an ignored one: open again from then. Left out: for good.' }),
    organizationId: organizationIdSchema,
  })
  .openapi('UpdateFinding');

/** Findings the organization lives with, now and later. */
export const findingExceptionSchema = z
  .object({
    id: z.string(),
    connectionId: z.string().nullable().openapi({ description: 'Null: of every connection.' }),
    rule: z.string().nullable(),
    resource: z.string().nullable(),
    reason: z.string(),
    expiresAt: timestampSchema.nullable(),
    isExpired: z.boolean(),
    createdBy: z.string().nullable(),
    createdAt: timestampSchema,
  })
  .openapi('FindingException');

export const createFindingExceptionSchema = z
  .strictObject({
    connectionId: z.string().min(1).max(100).nullable().optional(),
    rule: patternSchema.nullable().optional(),
    resource: patternSchema.nullable().optional(),
    reason: reasonSchema,
    expiresAt: instantSchema
      .nullable()
      .optional()
      .openapi({ description: 'Its findings are open again from then. Left out: until it is deleted.' }),
    organizationId: organizationIdSchema,
  })
  .openapi('CreateFindingException');

export const updateFindingExceptionSchema = z
  .strictObject({
    reason: reasonSchema.optional(),
    expiresAt: instantSchema.nullable().optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('UpdateFindingException');
