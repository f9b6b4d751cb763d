import { z } from 'zod';
import {
  expressionSchema,
  headerNameSchema,
  nameSchema,
  templateSchema,
  templateValueSchema,
  timeUnitSchema,
} from './text.ts';

const locatorSchema = z
  .union([
    z.strictObject({ header: headerNameSchema }),
    z.strictObject({ body: expressionSchema }),
    z.strictObject({ query: z.string() }),
  ])
  .describe('Where a delivery tells something.');

const messagePartSchema = z
  .union([
    z.enum(['body', 'timestamp', 'method', 'url', 'path', 'query', 'sorted_form', 'delivery_id']),
    z.strictObject({ literal: z.string() }),
    z.strictObject({ header: headerNameSchema }),
    z.strictObject({ body: expressionSchema }),
    z.strictObject({ hashOfBody: z.enum(['sha256', 'sha512']), encoding: z.enum(['hex', 'base64']).default('hex') }),
  ])
  .describe(
    'One part of the signed message. `body` is the raw bytes; sorted_form: form pairs sorted by name and joined without separators.',
  );

const timestampSchema = z
  .strictObject({
    from: z.union([
      locatorSchema,
      z.strictObject({ signatureKey: z.string().describe('Key in a key=value signature header.') }),
    ]),
    unit: timeUnitSchema.default('epoch'),
    toleranceSeconds: z
      .int()
      .min(1)
      .max(86_400)
      .default(300)
      .describe('Older or newer deliveries are refused. Seconds.'),
  })
  .describe('When the delivery was signed; makes replays impossible.');

const headerFormatSchema = z
  .union([
    z
      .strictObject({ type: z.literal('plain'), prefix: z.string().default('') })
      .describe('The value after a fixed prefix: `sha256=…`.'),
    z
      .strictObject({
        type: z.literal('key_value_list'),
        separator: z.string().default(','),
        key: z.string().describe('Key of the signature; several are allowed, any may match.'),
      })
      .describe('`t=…,v1=…`.'),
    z
      .strictObject({ type: z.literal('space_list'), prefix: z.string().default('') })
      .describe('Several values, separated by spaces.'),
    z
      .strictObject({ type: z.literal('comma_list'), prefix: z.string().default('') })
      .describe('Several values, separated by commas.'),
  ])
  .default({ type: 'plain', prefix: '' });

const keySchema = z
  .strictObject({
    encoding: z.enum(['utf8', 'base64', 'hex']).default('utf8'),
    stripPrefix: z.string().default('').describe('Removed before decoding: `whsec_`.'),
    from: z
      .union([z.literal('endpoint_secret'), z.strictObject({ credential: nameSchema })])
      .default('endpoint_secret')
      .describe("The endpoint's own secret, or a credential such as a client secret."),
  })
  .prefault({});

export const webhookVerifySchema = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('hmac'),
        algorithm: z.enum(['sha1', 'sha256', 'sha512']),
        header: headerNameSchema,
        format: headerFormatSchema,
        encoding: z.enum(['hex', 'base64', 'base64url']).default('hex'),
        message: z.array(messagePartSchema).min(1),
        key: keySchema,
        timestamp: timestampSchema.optional(),
      })
      .describe('A keyed hash.'),
    z
      .strictObject({ type: z.literal('static'), in: locatorSchema, prefix: z.string().default('') })
      .describe('A fixed secret value, compared in constant time.'),
    z.strictObject({ type: z.literal('basic') }).describe('HTTP Basic credentials set at the hook.'),
    z
      .strictObject({
        type: z.literal('ed25519'),
        header: headerNameSchema,
        encoding: z.enum(['hex', 'base64']).default('hex'),
        message: z.array(messagePartSchema).min(1),
        publicKey: z.strictObject({ setting: nameSchema }),
        timestamp: timestampSchema.optional(),
      })
      .describe('An Ed25519 signature.'),
    z
      .strictObject({
        type: z.literal('jws'),
        header: headerNameSchema,
        algorithms: z.array(z.enum(['HS256', 'RS256', 'ES256'])).min(1),
        bodyHashClaim: z.string().default('sha256'),
        issuer: z.string().optional(),
        key: keySchema,
      })
      .describe('A JWS whose claim holds the hash of the body.'),
    z
      .strictObject({
        type: z.literal('standard_webhooks'),
        headerPrefix: z.string().default('webhook-'),
        toleranceSeconds: z.int().min(1).max(86_400).default(300),
      })
      .describe('The Standard Webhooks scheme.'),
    z
      .strictObject({ type: z.literal('none'), reason: z.string().min(10) })
      .describe('The provider signs nothing: a secret path, and what is said is read again from the API.'),
  ])
  .describe(
    'How a delivery proves where it comes from. Checked on the raw body in constant time; anything else is refused.',
  );

const handshakeSchema = z
  .strictObject({
    when: z.strictObject({
      method: z.enum(['GET', 'POST']),
      header: headerNameSchema.optional(),
      body: expressionSchema.optional(),
      query: z.string().optional(),
    }),
    respond: z.strictObject({
      status: z.int().default(200),
      contentType: z.string().default('text/plain'),
      body: templateValueSchema.optional().describe('May use {challenge}.'),
      headers: z.record(headerNameSchema, templateSchema).default({}),
    }),
    challenge: locatorSchema.optional(),
    storesSecret: locatorSchema.optional().describe('The handshake carries the signing secret, to be kept.'),
    verified: z.boolean().default(true).describe('Whether the handshake itself is signed.'),
  })
  .describe("The provider's question before it delivers.");

export const webhooksSchema = z
  .strictObject({
    verify: webhookVerifySchema,
    alternatives: z
      .array(webhookVerifySchema)
      .default([])
      .describe('Other schemes the same provider uses; the endpoint says which.'),
    event: locatorSchema.optional().describe('The kind of event.'),
    action: locatorSchema.optional().describe('A finer kind, such as `opened`.'),
    delivery: locatorSchema.optional().describe('Id that is the same when a delivery is repeated.'),
    tenant: locatorSchema.optional().describe('Which account or installation it belongs to.'),
    handshakes: z.array(handshakeSchema).default([]),
    lifecycle: z
      .strictObject({
        create: nameSchema.optional(),
        update: nameSchema.optional(),
        remove: nameSchema.optional(),
        list: nameSchema.optional(),
        test: nameSchema.optional(),
        id: expressionSchema.default('to_string(id)').describe("JMESPath to the hook's id in the answer of create."),
        scope: z
          .record(nameSchema, expressionSchema)
          .default({})
          .describe('Inputs of these operations taken from the endpoint (url, secret, events, resource).'),
      })
      .optional()
      .describe('Operations that manage the hook at the provider.'),
    events: z
      .record(
        z.string(),
        z.strictObject({
          description: z.string(),
          syncs: z.array(nameSchema).default([]).describe('Syncs to run as a delta.'),
          record: z
            .strictObject({
              sync: nameSchema,
              item: expressionSchema,
              when: expressionSchema.optional(),
              deleted: expressionSchema.optional(),
            })
            .optional()
            .describe('The payload holds the object itself, in the shape the read gives.'),
        }),
      )
      .default({})
      .describe('Events we handle, by name.'),
    setup: z.array(z.string()).default([]).describe('Steps to make the hook by hand.'),
    retries: z.string().optional().describe('What the provider does when we do not answer.'),
    source: z.url().optional(),
  })
  .describe('Events the provider sends.');

export type Webhooks = z.output<typeof webhooksSchema>;
export type WebhookVerify = z.output<typeof webhookVerifySchema>;
