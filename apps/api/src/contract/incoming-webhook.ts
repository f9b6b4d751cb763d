import { z } from '@hono/zod-openapi';
import { eventTypeSchema, severitySchema } from '@patchbay/schema';
import { nameSchema, organizationIdSchema, timestampSchema } from './common.ts';
import { connectionStatusSchema } from './connection.ts';

const routingTypeSchema = z
  .array(eventTypeSchema)
  .max(100)
  .openapi({ description: 'Types of events that are written to the channel by themselves.' });

export const incomingWebhookSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    is_active: z.boolean(),
    status: connectionStatusSchema,
    team_name: z.string().nullable(),
    team_id: z.string().nullable(),
    channel: z.string().nullable(),
    channel_id: z.string().nullable(),
    configuration_url: z.string().nullable(),
    scope: z.string().nullable(),
    routing_type: z.array(z.string()),
    routing_error: z.string().nullable().openapi({ description: 'Why no events are written any more.' }),
    last_test_status: z.enum(['success', 'error']).nullable(),
    last_test_message: z.string().nullable(),
    user_id: z.string().nullable().openapi({ description: 'Who made it.' }),
    created_at: timestampSchema,
    updated_at: timestampSchema,
  })
  .openapi('IncomingWebhook', {
    description: 'Where it writes, as far as a sign-in at the provider told it. Never the address.',
  });

const addressSchema = z.string().min(1).max(2_000);

export const createIncomingWebhookSchema = z
  .strictObject({
    url: addressSchema.openapi({ description: 'The address the provider gave. It is sealed and never shown.' }),
    name: nameSchema.optional(),
    routing_type: routingTypeSchema.optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('CreateIncomingWebhook');

export const updateIncomingWebhookSchema = z
  .strictObject({
    url: addressSchema.optional().openapi({
      description:
        'Another address in the place of the one there is, such as of one that was revoked. It is sealed and never shown.',
    }),
    name: nameSchema.optional(),
    is_active: z.boolean().optional().openapi({ description: 'false: nothing is sent until it is true again.' }),
    routing_type: routingTypeSchema.optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('UpdateIncomingWebhook');

export const incomingMessageSchema = z
  .strictObject({
    title: z.string().max(1_000).optional().openapi({ description: 'Default: Notification from Patchbay.' }),
    text: z
      .string()
      .min(1)
      .max(40_000)
      .optional()
      .openapi({ description: 'Plain text. With blocks: what shows where they cannot.' }),
    severity: severitySchema.optional(),
    url: z.url().max(2_000).optional().openapi({ description: 'A link below the text.' }),
    context: z.string().max(1_000).optional().openapi({ description: 'A small line below. Default: the time.' }),
    blocks: z
      .array(z.record(z.string(), z.unknown()))
      .min(1)
      .max(50)
      .optional()
      .openapi({ description: 'Blocks in the words of the provider, in the place of those made of the text.' }),
    organizationId: organizationIdSchema,
  })
  .openapi('IncomingMessage', { example: { title: 'Deployed', text: 'Version 1.4 is live.' } });
