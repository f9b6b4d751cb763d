import { z } from '@hono/zod-openapi';
import { organizationIdSchema, pageQueryShape, timestampSchema } from './common.ts';

const idSchema = z.string().min(1).max(100);

/** Where a provider sends events of one connection. */
export const webhookSchema = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    providerSlug: z.string(),
    url: z.string().nullable().openapi({
      description: 'Where the provider delivers. Null for callers who may not change it: it can be a secret itself.',
    }),
    scheme: z.string().openapi({ description: 'verify, or the place of an alternative scheme of the manifest.' }),
    schemeType: z.string().nullable().openapi({ example: 'hmac' }),
    resource: z.string().nullable().openapi({ description: 'What the hook hangs on, such as a repository.' }),
    events: z.array(z.string()).nullable().openapi({ description: 'Null: all there are.' }),
    hook: z.object({
      state: z.enum(['registered', 'manual', 'failed', 'missing', 'disabled', 'removed']),
      id: z.string().nullable(),
      message: z.string().nullable().openapi({ description: 'What people should know; null while all is well.' }),
      checkedAt: timestampSchema.nullable(),
    }),
    setup: z.array(z.string()).openapi({ description: 'What to do by hand at the provider.' }),
    canBeTested: z.boolean().openapi({ description: 'Whether the provider can be asked for a test delivery.' }),
    maxBodyBytes: z.int(),
    ratePerMinute: z.int(),
    counts: z.object({ accepted: z.int(), duplicates: z.int(), unknown: z.int(), refused: z.int() }),
    lastAcceptedAt: timestampSchema.nullable(),
    lastRefusal: z.object({ at: timestampSchema, reason: z.string(), message: z.string() }).nullable(),
    previousSecretExpiresAt: timestampSchema
      .nullable()
      .openapi({ description: 'Until when the secret before is accepted too.' }),
    createdAt: timestampSchema,
    updatedAt: timestampSchema,
  })
  .openapi('Webhook');

export const webhookWithSecretSchema = webhookSchema
  .extend({
    secret: z
      .string()
      .nullable()
      .openapi({ description: 'Proves deliveries; null where the provider has none. Shown this once.' }),
  })
  .openapi('WebhookWithSecret');

const eventsSchema = z.array(z.string().min(1).max(200)).min(1).max(200).nullable();
const limitsShape = {
  maxBodyBytes: z.int().min(1_024).max(26_214_400).optional(),
  ratePerMinute: z.int().min(1).max(100_000).optional(),
};

export const createWebhookSchema = z
  .strictObject({
    resource: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .openapi({ description: 'What the hook hangs on, such as owner/name.' }),
    events: eventsSchema.optional(),
    scheme: z.string().min(1).max(20).optional(),
    secret: z.string().min(16).max(500).optional().openapi({
      description: 'Only where the provider makes the secret. Left out: a new one is made.',
    }),
    register: z.boolean().optional().openapi({
      description:
        'false: the hook is made by hand. Default: Patchbay makes it where the provider has a call for that.',
    }),
    ...limitsShape,
    organizationId: organizationIdSchema,
  })
  .openapi('CreateWebhook');

export const updateWebhookSchema = z
  .strictObject({ events: eventsSchema.optional(), ...limitsShape, organizationId: organizationIdSchema })
  .openapi('UpdateWebhook');

export const rotateWebhookSecretSchema = z
  .strictObject({
    secret: z.string().min(16).max(500).optional(),
    overlapSeconds: z.int().min(0).max(604_800).optional().openapi({
      description: 'How long the secret before is accepted too. Default: a day. 0 ends it at once.',
    }),
    organizationId: organizationIdSchema,
  })
  .openapi('RotateWebhookSecret');

export const checkWebhookSchema = z
  .strictObject({
    repair: z.boolean().optional().openapi({ description: 'Make the hook anew when it is not there.' }),
    organizationId: organizationIdSchema,
  })
  .openapi('CheckWebhook');

export const deletedWebhookSchema = z
  .object({ leftToDo: z.string().nullable().openapi({ description: 'What is left to do by hand at the provider.' }) })
  .openapi('DeletedWebhook');

export const webhookParamsSchema = z.object({
  id: idSchema.openapi({ example: 'con_01j9zq4n2t' }),
  webhookId: idSchema.openapi({ example: 'whe_01j9zq4n2t' }),
});

/** One delivery of a provider. */
export const webhookDeliverySchema = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    webhookId: z.string(),
    providerSlug: z.string(),
    deliveryId: z.string().nullable().openapi({ description: "The provider's id for it." }),
    event: z.string().nullable(),
    action: z.string().nullable(),
    tenant: z.string().nullable().openapi({ description: 'The account or repository it names.' }),
    status: z.enum(['received', 'handled', 'ignored', 'failed']),
    attemptCount: z.int(),
    error: z.string().nullable(),
    outcome: z
      .object({
        syncs: z.array(z.string()).openapi({ description: 'Syncs asked to read again.' }),
        record: z
          .object({ sync: z.string(), id: z.string(), change: z.enum(['added', 'updated', 'deleted', 'unchanged']) })
          .nullable(),
        note: z.string().nullable(),
      })
      .nullable(),
    bodyBytes: z.int(),
    signedAt: timestampSchema.nullable(),
    receivedAt: timestampSchema,
    handledAt: timestampSchema.nullable(),
  })
  .openapi('WebhookDelivery');

export const webhookDeliveryDetailSchema = webhookDeliverySchema
  .extend({
    contentType: z.string().nullable(),
    headers: z.record(z.string(), z.string()).openapi({ description: 'Without secrets and signatures.' }),
    payload: z.unknown().openapi({ description: 'JSON, or the fields of a form; what looks like a secret is masked.' }),
    isPayloadTooLarge: z.boolean(),
  })
  .openapi('WebhookDeliveryDetail');

export const listWebhookDeliveriesQuerySchema = z.strictObject({
  ...pageQueryShape,
  connectionId: idSchema.optional(),
  webhookId: idSchema.optional(),
  status: z.enum(['received', 'handled', 'ignored', 'failed']).optional(),
  event: z.string().min(1).max(300).optional(),
  search: z.string().min(1).max(200).optional().openapi({
    description: 'Part of the event, of the id, of the account it names, or of the payload.',
  }),
});
