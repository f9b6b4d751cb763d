import { z } from 'zod';
import { provenanceSchema } from './fixture.ts';

const requestSchema = z
  .strictObject({
    method: z.string().default('POST').describe('Method of the delivery.'),
    url: z
      .url()
      .default('https://hooks.example.com/deliveries')
      .describe('The whole URL the provider was told; it counts where the provider signs it.'),
    headers: z
      .record(z.string(), z.string())
      .describe('Headers the provider sent, the signature among them. Case of the names does not matter.'),
    body: z.string().optional().describe('The body as text, byte for byte: no final newline that was not sent.'),
    bodyBase64: z.base64().optional().describe('The body in base64, where it is no text.'),
    json: z.unknown().optional().describe('The body as JSON, where no signature counts its bytes: of `unsigned` only.'),
  })
  .refine(({ body, bodyBase64, json }) => [body, bodyBase64, json].filter((one) => one !== undefined).length === 1, {
    error: 'give either body, bodyBase64 or json',
    path: ['body'],
  })
  .describe('The delivery as it arrived.');

const expectedRecordSchema = z
  .strictObject({
    sync: z.string().describe('The sync whose record it is.'),
    externalId: z.string().describe('The key of the record.'),
    data: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('The whole record as the sync maps it; null when the delivery tells that it is gone.'),
  })
  .describe('What the `record` of the event makes of the payload.');

/** One delivery: one whose signature is right, or one that shows the payload of an event. */
export const webhookVectorSchema = z
  .strictObject({
    provenance: provenanceSchema,
    scheme: z
      .union([z.literal('verify'), z.literal('unsigned'), z.int().min(0)])
      .default('verify')
      .describe(
        'Which scheme signs it: `verify`, or the index of one of `alternatives`, from 0. `unsigned`: it shows the payload of an event, without a signature.',
      ),
    secret: z
      .string()
      .default('')
      .describe(
        'The secret the delivery was signed with; never one in use. Basic: `user:password`. Empty for a scheme whose key is a setting.',
      ),
    settings: z
      .record(z.string(), z.string())
      .default({})
      .describe('Settings the scheme reads, such as a public key in hexadecimal.'),
    now: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('The moment the delivery arrives; it counts where a timestamp is signed. Not of `unsigned`.'),
    request: requestSchema,
    expect: z
      .strictObject({
        event: z.string().nullable().describe('The event the delivery names; null when it names none.'),
        delivery: z.string().optional().describe('Its id, where the provider sends one.'),
        action: z.string().nullable().optional().describe('The finer kind it names, such as `opened`.'),
        tenant: z.string().nullable().optional().describe('The account or resource it belongs to.'),
        record: expectedRecordSchema
          .nullable()
          .optional()
          .describe('The record it gives; null when its event maps none. Left out: only the signature counts.'),
      })
      .describe('What is read from the delivery.'),
  })
  .refine(({ scheme, request }) => scheme === 'unsigned' || request.json === undefined, {
    error: 'what is signed are bytes: give body instead of json, or say that the scheme is `unsigned`',
    path: ['request', 'json'],
  })
  .refine(({ scheme, now }) => (scheme === 'unsigned') === (now === undefined), {
    error: 'give the moment of a signed delivery, and none of an `unsigned` one',
    path: ['now'],
  })
  .refine(({ scheme, secret }) => scheme !== 'unsigned' || secret === '', {
    error: 'an `unsigned` delivery has no secret; remove it',
    path: ['secret'],
  })
  .refine(({ scheme, expect }) => scheme !== 'unsigned' || expect.record !== undefined, {
    error: 'an `unsigned` delivery says which record it gives, or null',
    path: ['expect', 'record'],
  })
  .describe(
    'One delivery, held against the manifest by the real runtime: one whose signature is right, or one that shows the payload of an event and the record it gives.',
  );
export type WebhookVector = z.output<typeof webhookVectorSchema>;
export type WebhookVectorInput = z.input<typeof webhookVectorSchema>;

/** `manifests/<id>/webhook-vectors.json`: deliveries that must be accepted and whose forgeries must be refused, and a payload of each event. */
export const webhookVectorsSchema = z
  .array(webhookVectorSchema)
  .min(1)
  .describe(
    'Signed deliveries that must be accepted, and whose forgeries must be refused; and a payload of each event, with the record it gives.',
  );
