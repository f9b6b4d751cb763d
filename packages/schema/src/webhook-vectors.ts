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
  })
  .refine(({ body, bodyBase64 }) => (body === undefined) !== (bodyBase64 === undefined), {
    error: 'give either body or bodyBase64',
    path: ['body'],
  })
  .describe('The delivery as it arrived.');

/** One delivery whose signature is right. */
export const webhookVectorSchema = z
  .strictObject({
    provenance: provenanceSchema,
    scheme: z
      .union([z.literal('verify'), z.int().min(0)])
      .default('verify')
      .describe('Which scheme signs it: `verify`, or the index of one of `alternatives`, from 0.'),
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
      .describe('The moment the delivery arrives; it counts where a timestamp is signed.'),
    request: requestSchema,
    expect: z
      .strictObject({
        event: z.string().nullable().describe('The event the delivery names; null when it names none.'),
        delivery: z.string().optional().describe('Its id, where the provider sends one.'),
      })
      .describe('What is read from the delivery.'),
  })
  .describe('One delivery whose signature is right, held against the declared scheme by the real runtime.');
export type WebhookVector = z.output<typeof webhookVectorSchema>;
export type WebhookVectorInput = z.input<typeof webhookVectorSchema>;

/** `manifests/<id>/webhook-vectors.json`: deliveries that must be accepted, and whose forgeries must be refused. */
export const webhookVectorsSchema = z
  .array(webhookVectorSchema)
  .min(1)
  .describe('Deliveries that must be accepted; forgeries made from them must be refused.');
