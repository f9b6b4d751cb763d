import { z } from '@hono/zod-openapi';
import { eventTypeSchema } from '@patchbay/schema';
import { nameSchema, organizationIdSchema, pageQueryShape, timestampSchema } from './common.ts';

/** Something that happened. The stream and deliveries hold the same. */
export const eventSchema = z
  .object({
    id: z.string().openapi({ description: 'Stays the same however often it is told: the webhook-id of deliveries.' }),
    seq: z.int().openapi({ description: 'Grows; go on after the last one seen and never miss an event.' }),
    type: z.string(),
    version: z.int().openapi({ description: 'Of the shape of data, by type.' }),
    timestamp: timestampSchema,
    connectionId: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .openapi('Event');

export const eventPageSchema = z.object({ data: z.array(eventSchema), nextCursor: z.string().nullable() });

export const eventTypeListSchema = z.object({
  data: z.array(
    z
      .object({
        type: z.string(),
        version: z.int(),
        description: z.string(),
        sample: z.record(z.string(), z.unknown()),
        schema: z.record(z.string(), z.unknown()).openapi({ description: 'JSON Schema of data.' }),
      })
      .openapi('EventType'),
  ),
});

const seqSchema = z.coerce.number({ error: 'must be the seq of an event' }).int().min(0).max(Number.MAX_SAFE_INTEGER);

const filterShape = {
  types: z
    .string()
    .max(2_000)
    .transform((text) => text.split(','))
    .pipe(z.array(eventTypeSchema).min(1))
    .optional()
    .openapi({ type: 'string', description: 'Only these types, with commas between them.' }),
  connectionId: z.string().min(1).max(100).optional().openapi({ description: 'Only events of this connection.' }),
  after: seqSchema.optional().openapi({ description: 'The seq of the last event seen.' }),
  organizationId: organizationIdSchema,
};

export const listEventsQuerySchema = z.strictObject({
  ...filterShape,
  limit: pageQueryShape.limit,
  order: z.enum(['oldest', 'newest']).optional().openapi({
    description:
      'newest: the newest ones first, for looking back and not for following; nextCursor is the value for before. Default: oldest.',
  }),
  before: seqSchema
    .optional()
    .openapi({ description: 'The seq of the oldest event seen: only what came before it, to look further back.' }),
});
export const streamEventsQuerySchema = z.strictObject(filterShape);
export const lastEventIdHeaderSchema = z.object({
  'last-event-id': z
    .string()
    .regex(/^\d{1,15}$/, 'must be the id of the last event seen')
    .transform(Number)
    .optional()
    .openapi({ type: 'string', description: 'Sent by browsers when they connect again; wins over after.' }),
});

const typesSchema = z.array(eventTypeSchema).min(1).max(100).nullable();

export const eventSubscriptionSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    types: z.array(z.string()).nullable().openapi({ description: 'Null: every type.' }),
    enabled: z.boolean(),
    status: z
      .enum(['active', 'paused', 'disabled'])
      .openapi({ description: 'disabled: by Patchbay, see statusReason.' }),
    statusReason: z.string().nullable(),
    failingSince: timestampSchema.nullable(),
    lastDeliveredAt: timestampSchema.nullable(),
    previousSecretExpiresAt: timestampSchema
      .nullable()
      .openapi({ description: 'Until when deliveries carry a signature of the secret before, too.' }),
    createdAt: timestampSchema,
    updatedAt: timestampSchema,
  })
  .openapi('EventSubscription');

export const eventSubscriptionWithSecretSchema = eventSubscriptionSchema
  .extend({ secret: z.string().openapi({ description: 'Verifies deliveries. It is not shown again.' }) })
  .openapi('EventSubscriptionWithSecret');

export const createEventSubscriptionSchema = z
  .strictObject({
    name: nameSchema.optional(),
    url: z.string().min(1).max(2_000),
    types: typesSchema.optional(),
    enabled: z.boolean().optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('CreateEventSubscription');

export const updateEventSubscriptionSchema = z
  .strictObject({
    name: nameSchema.optional(),
    url: z.string().min(1).max(2_000).optional(),
    types: typesSchema.optional(),
    enabled: z.boolean().optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('UpdateEventSubscription');

export const rotateSecretSchema = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(604_800)
      .optional()
      .openapi({ description: 'How long the secret before signs too. Default: a day. 0 ends it at once.' }),
    organizationId: organizationIdSchema,
  })
  .openapi('RotateSecret');

export const eventDeliverySchema = z
  .object({
    id: z.string(),
    eventId: z.string(),
    eventType: z.string(),
    trigger: z.enum(['event', 'redelivery', 'test']),
    status: z.enum(['pending', 'delivered', 'failed']),
    attempts: z.array(
      z.object({
        at: timestampSchema,
        status: z.int().nullable().openapi({ description: 'What the receiver answered; null when nothing did.' }),
        durationMs: z.int(),
        error: z.string().nullable(),
      }),
    ),
    nextAttemptAt: timestampSchema.nullable(),
    deliveredAt: timestampSchema.nullable(),
    createdAt: timestampSchema,
  })
  .openapi('EventDelivery');

export const listDeliveriesQuerySchema = z.strictObject({
  ...pageQueryShape,
  status: z.enum(['pending', 'delivered', 'failed']).optional(),
});

export const deliveryParamsSchema = z.object({
  id: z.string().min(1).max(100).openapi({ example: 'sub_01j9zq4n2t' }),
  deliveryId: z.string().min(1).max(100).openapi({ example: 'dlv_01j9zq4n2t' }),
});
