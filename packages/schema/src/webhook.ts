import { z } from 'zod';
import { fieldSchema } from './field.ts';
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
    z.strictObject({ header: headerNameSchema.describe('The header.') }),
    z.strictObject({ body: expressionSchema.describe('JMESPath over the body.') }),
    z.strictObject({ query: z.string().describe('Query parameter.') }),
  ])
  .describe('Where a delivery tells something.');

const messagePartSchema = z
  .union([
    z.enum(['body', 'timestamp', 'method', 'url', 'path', 'query', 'sorted_form', 'delivery_id']),
    z.strictObject({ literal: z.string().describe('Fixed text.') }),
    z.strictObject({ header: headerNameSchema.describe('The header.') }),
    z.strictObject({ body: expressionSchema.describe('JMESPath over the body.') }),
    z.strictObject({
      hashOfBody: z.enum(['sha256', 'sha512']).describe('A plain hash of the raw body.'),
      encoding: z.enum(['hex', 'base64']).default('hex').describe('How the value is written.'),
    }),
  ])
  .describe(
    'One part of the signed message. `body` is the raw bytes; sorted_form: form pairs sorted by name and joined without separators.',
  );

const timestampSchema = z
  .strictObject({
    from: z
      .union([
        locatorSchema,
        z.strictObject({ signatureKey: z.string().describe('Key in a key=value signature header.') }),
      ])
      .describe('Where the moment is told.'),
    unit: timeUnitSchema.default('epoch'),
    toleranceSeconds: z
      .int()
      .min(1)
      .max(86_400)
      .default(300)
      .describe('Older or newer deliveries are refused. Seconds.'),
  })
  .describe('When the delivery was signed; makes replays impossible.');

const bodyHashSchema = z
  .strictObject({
    from: z
      .union([
        z.strictObject({ header: headerNameSchema.describe('The header.') }),
        z.strictObject({ query: z.string().describe('Query parameter.') }),
      ])
      .describe('Where the hash stands.'),
    prefix: z.string().default('').describe('Stands before the value: `SHA-256=`.'),
    algorithm: z.enum(['sha256', 'sha512']).default('sha256').describe('The hash.'),
    encoding: z.enum(['hex', 'base64']).default('hex').describe('How the value is written.'),
  })
  .describe(
    'The delivery names a plain hash of its body, and what is signed is that place instead of the body: the URL with the parameter, or the header. The body is held against the hash.',
  );

const headerFormatSchema = z
  .union([
    z
      .strictObject({ type: z.literal('plain'), prefix: z.string().default('').describe('Stands before the value.') })
      .describe('The value after a fixed prefix: `sha256=…`.'),
    z
      .strictObject({
        type: z.literal('key_value_list'),
        separator: z.string().default(',').describe('What stands between the pairs.'),
        key: z.string().describe('Key of the signature; several are allowed, any may match.'),
      })
      .describe('`t=…,v1=…`.'),
    z
      .strictObject({
        type: z.literal('space_list'),
        prefix: z.string().default('').describe('Stands before the value.'),
      })
      .describe('Several values, separated by spaces.'),
    z
      .strictObject({
        type: z.literal('comma_list'),
        prefix: z.string().default('').describe('Stands before the value.'),
      })
      .describe('Several values, separated by commas.'),
  ])
  .default({ type: 'plain', prefix: '' });

const keySchema = z
  .strictObject({
    encoding: z.enum(['utf8', 'base64', 'hex']).default('utf8').describe('How the key is written.'),
    stripPrefix: z.string().default('').describe('Removed before decoding: `whsec_`.'),
    from: z
      .union([z.literal('endpoint_secret'), z.strictObject({ credential: nameSchema.describe('Credential field.') })])
      .default('endpoint_secret')
      .describe("The endpoint's own secret, or a credential such as a client secret."),
  })
  .prefault({});

export const webhookVerifySchema = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('hmac'),
        algorithm: z.enum(['sha1', 'sha256', 'sha512']).describe('The hash.'),
        header: headerNameSchema.describe('The header.'),
        format: headerFormatSchema.describe('How the header holds the signature.'),
        encoding: z.enum(['hex', 'base64', 'base64url']).default('hex').describe('How the signature is written.'),
        message: z.array(messagePartSchema).min(1).describe('The signed message, part by part.'),
        key: keySchema.describe('The key and how it is written.'),
        bodyHash: bodyHashSchema.optional(),
        timestamp: timestampSchema.optional(),
      })
      .describe('A keyed hash.'),
    z
      .strictObject({
        type: z.literal('static'),
        in: locatorSchema,
        prefix: z.string().default('').describe('Stands before the value.'),
      })
      .describe('A fixed secret value, compared in constant time.'),
    z.strictObject({ type: z.literal('basic') }).describe('HTTP Basic credentials set at the hook.'),
    z
      .strictObject({
        type: z.literal('ed25519'),
        header: headerNameSchema.describe('The header.'),
        encoding: z.enum(['hex', 'base64']).default('hex').describe('How the value is written.'),
        message: z.array(messagePartSchema).min(1).describe('The signed message, part by part.'),
        publicKey: z
          .strictObject({ setting: nameSchema.describe('Setting with the public key (hex).') })
          .describe('The key signatures are checked with.'),
        bodyHash: bodyHashSchema.optional(),
        timestamp: timestampSchema.optional(),
      })
      .describe('An Ed25519 signature.'),
    z
      .strictObject({
        type: z.literal('jws'),
        header: headerNameSchema.describe('The header.'),
        algorithms: z
          .array(z.enum(['HS256', 'RS256', 'ES256']))
          .min(1)
          .describe('Signature algorithms accepted.'),
        bodyHashClaim: z.string().default('sha256').describe('Claim with the hash of the body.'),
        issuer: z.string().optional().describe('Issuer the claim must name.'),
        key: keySchema.describe('The key and how it is written.'),
      })
      .describe('A JWS whose claim holds the hash of the body.'),
    z
      .strictObject({
        type: z.literal('standard_webhooks'),
        headerPrefix: z.string().default('webhook-').describe('What the three header names begin with.'),
        toleranceSeconds: z
          .int()
          .min(1)
          .max(86_400)
          .default(300)
          .describe('Older or newer deliveries are refused. Seconds.'),
      })
      .describe('The Standard Webhooks scheme.'),
    z
      .strictObject({ type: z.literal('none'), reason: z.string().min(10).describe('Why there is no signature.') })
      .describe('The provider signs nothing: a secret path, and what is said is read again from the API.'),
  ])
  .describe(
    'How a delivery proves where it comes from. Checked on the raw body in constant time; anything else is refused.',
  );

const handshakeSchema = z
  .strictObject({
    when: z
      .strictObject({
        method: z.enum(['GET', 'POST']).describe('Method of the question.'),
        header: headerNameSchema.optional().describe('Header that marks it.'),
        body: expressionSchema.optional().describe('JMESPath over the body that is true.'),
        query: z.string().optional().describe('Query parameter that marks it.'),
      })
      .describe('What marks the question.'),
    respond: z
      .strictObject({
        status: z.int().default(200).describe('Status to answer.'),
        contentType: z.string().default('text/plain').describe('Content type to answer.'),
        body: templateValueSchema.optional().describe('May use {challenge}.'),
        headers: z.record(headerNameSchema, templateSchema).default({}).describe('Headers to answer.'),
      })
      .describe('The answer.'),
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
    handshakes: z.array(handshakeSchema).default([]).describe('Questions the provider asks before it delivers.'),
    lifecycle: z
      .strictObject({
        create: nameSchema.optional().describe('Makes the hook.'),
        update: nameSchema.optional().describe('Changes it.'),
        remove: nameSchema.optional().describe('Removes it.'),
        list: nameSchema.optional().describe('Lists hooks.'),
        test: nameSchema.optional().describe('Asks the provider for a test delivery.'),
        id: expressionSchema
          .default('to_string(id)')
          .describe("JMESPath to the hook's id, in the answer of create and in each item of list."),
        address: expressionSchema
          .optional()
          .describe('JMESPath to the URL the hook delivers to, in each item of list: finds a hook whose id was lost.'),
        enabled: expressionSchema
          .optional()
          .describe('JMESPath over an item of list: false when the provider has switched the hook off.'),
        scheme: expressionSchema
          .optional()
          .describe(
            'JMESPath over the answer of create: by which scheme the hook delivers, `verify` or the place of an alternative. Where that is another than was asked for, as on a server that knows only the older one, the webhook goes over to it.',
          ),
        resource: fieldSchema
          .optional()
          .describe('What the hook hangs on, such as a repository; asked of people. Left out: the whole account.'),
        scope: z
          .record(nameSchema, expressionSchema)
          .default({})
          .describe(
            'Inputs of these operations, by name, as JMESPath over `{url, secret, events, resource, hookId}` of the endpoint; an operation gets those it declares. `events` is null when all are wanted.',
          ),
      })
      .optional()
      .describe('Operations that manage the hook at the provider.'),
    events: z
      .record(
        z.string(),
        z.strictObject({
          description: z.string().describe('What happened, for people.'),
          syncs: z.array(nameSchema).default([]).describe('Syncs to run as a delta.'),
          record: z
            .strictObject({
              sync: nameSchema.describe('The sync whose record it is.'),
              item: expressionSchema.describe('JMESPath over the payload: the item, as the read gives it.'),
              when: expressionSchema.optional().describe('Only when true.'),
              deleted: expressionSchema.optional().describe('JMESPath over the payload: true when it is gone.'),
            })
            .optional()
            .describe('The payload holds the object itself, in the shape the read gives.'),
        }),
      )
      .default({})
      .describe('Events we handle, by name.'),
    setup: z.array(z.string()).default([]).describe('Steps to make the hook by hand.'),
    retries: z.string().optional().describe('What the provider does when we do not answer.'),
    source: z.url().optional().describe('Where the scheme is documented.'),
  })
  .describe('Events the provider sends.');

export const pingSchema = z
  .strictObject({
    operation: nameSchema.describe(
      'Sends the challenge. It declares the inputs it takes of `{challenge, nonce, callbackUrl, issuedAt, expiresAt}`.',
    ),
    secret: nameSchema.describe('The credential both sides prove themselves with.'),
    verify: webhookVerifySchema.describe('How the call back proves where it comes from.'),
  })
  .describe('The tool speaks the ping protocol: Patchbay calls it with a challenge, and it calls back with the nonce.');

export type Ping = z.output<typeof pingSchema>;
export type Webhooks = z.output<typeof webhooksSchema>;
export type WebhookVerify = z.output<typeof webhookVerifySchema>;
