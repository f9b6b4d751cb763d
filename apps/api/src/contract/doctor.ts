import { z } from '@hono/zod-openapi';
import { organizationIdSchema, pageQueryShape, timestampSchema } from './common.ts';
import { runStatusSchema } from './run.ts';

const verdictSchema = z.enum(['ok', 'warning', 'failed']);

export const doctorStepSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    status: z.enum(['waiting', 'running', 'ok', 'warning', 'failed', 'skipped']),
    seen: z.string().nullable().openapi({ description: 'What was seen.' }),
    fault: z.enum(['patchbay', 'network', 'provider', 'configuration']).nullable(),
    fix: z.string().nullable().openapi({ description: 'What to do about it.' }),
    bundle: z
      .array(z.object({ title: z.string(), text: z.string() }))
      .openapi({ description: 'Commands and settings to paste. Patchbay never applies them.' }),
    durationMs: z.number().nullable(),
  })
  .openapi('DoctorStep');

/** A doctor over some connections, and what it has seen so far. */
export const doctorRunSchema = z
  .object({
    id: z.string(),
    isFinished: z.boolean(),
    verdict: verdictSchema.nullable().openapi({ description: 'The worst there is so far.' }),
    createdAt: timestampSchema,
    checks: z.array(
      z
        .object({
          runId: z.string(),
          connectionId: z.string().nullable(),
          connectionName: z.string(),
          providerSlug: z.string(),
          status: runStatusSchema,
          verdict: verdictSchema.nullable(),
          summary: z.string().nullable(),
          steps: z.array(doctorStepSchema),
          startedAt: timestampSchema.nullable(),
          finishedAt: timestampSchema.nullable(),
        })
        .openapi('DoctorCheck'),
    ),
  })
  .openapi('DoctorRun');

export const startDoctorSchema = z
  .strictObject({
    connectionIds: z.array(z.string().min(1).max(100)).min(1).max(500).optional().openapi({
      description: 'Left out: all connections that have credentials.',
    }),
    organizationId: organizationIdSchema,
  })
  .openapi('StartDoctor');

/** What a check did and saw; its hash covers everything here and the hash before it. */
export const evidenceSchema = z
  .object({
    id: z.string(),
    organizationId: z.string(),
    seq: z.int().openapi({ description: '1, 2, 3 … within the organization, without gaps.' }),
    at: timestampSchema,
    kind: z.string().openapi({ example: 'doctor' }),
    verdict: z.string(),
    summary: z.string(),
    connectionId: z.string(),
    connectionName: z.string(),
    providerSlug: z.string(),
    runId: z.string().nullable(),
    actorType: z.string(),
    actorId: z.string(),
    actorLabel: z.string().nullable(),
    content: z.unknown(),
    prevHash: z.string(),
    hash: z.string(),
  })
  .openapi('Evidence');

export const listEvidenceQuerySchema = z.strictObject({
  ...pageQueryShape,
  connectionId: z.string().min(1).max(100).optional(),
  kind: z.string().min(1).max(100).optional(),
  order: z.enum(['newest', 'oldest']).optional().openapi({
    description: 'oldest: all of it in the order of the chain, to carry it elsewhere.',
  }),
});

// Two of them: a name given to what may also be null would be null everywhere.
const evidenceArchiveShape = z.object({
  connectionId: z.string(),
  connectionName: z.string(),
  bucket: z.string(),
  prefix: z.string().openapi({ description: 'What the key of each object begins with.' }),
  archivedSeq: z.int().openapi({ description: 'Up to which entry evidence is stored there; 0: nothing yet.' }),
  archivedAt: timestampSchema.nullable(),
  error: z.string().nullable().openapi({ description: 'Why the last try came to nothing. It is tried again.' }),
  nextAt: timestampSchema,
});

export const evidenceArchiveViewSchema = z
  .object({
    archive: evidenceArchiveShape.nullable(),
    choices: z
      .array(z.object({ connectionId: z.string(), name: z.string(), providerSlug: z.string() }))
      .openapi({ description: 'Connections that can store objects.' }),
  })
  .openapi('EvidenceArchiveView');

export const savedEvidenceArchiveSchema = z.object(evidenceArchiveShape.shape).openapi('EvidenceArchive');

export const saveEvidenceArchiveSchema = z
  .strictObject({
    connectionId: z.string().min(1).max(100),
    bucket: z.string().min(2).max(255),
    prefix: z.string().max(500).optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('SaveEvidenceArchive');
