import { z } from 'zod';
import { errorClasses } from './error-class.ts';
import { modelIdSchema } from './models/index.ts';

/** Where evidence comes from; shared by fixtures and webhook vectors. */
export const provenanceSchema = z
  .strictObject({
    kind: z
      .enum(['recorded', 'docs-example', 'spec-example', 'synthesised'])
      .describe(
        'recorded: a real answer, scrubbed · docs-example and spec-example: printed by the provider · synthesised: written by us after its description.',
      ),
    source: z.string().min(3).describe('Where it comes from: URL, document, or program and version.'),
    date: z.iso.date().describe('When it was taken or written.'),
  })
  .describe('Told honestly; the level of a manifest depends on it.');

const interactionSchema = z.strictObject({
  request: z.strictObject({
    method: z.string(),
    path: z.string().describe('Path and query as sent, relative to the host: /api/v1/user?limit=50.'),
    host: z.string().optional().describe('Only when it is not the host of http.baseUrl.'),
    headers: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'Headers that must be there, lower-case names. Credentials are written as {credentials.token}, a token that a sample key signed as {signed}.',
      ),
    body: z
      .unknown()
      .optional()
      .describe(
        'JSON or text that must be sent. A token that a sample key signed is written as what it says: { "header": …, "claims": … }.',
      ),
  }),
  response: z.strictObject({
    status: z.int().min(100).max(599),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.unknown().optional().describe('JSON, or text as a string when the content type says so.'),
  }),
});

/** What a sync saves for its next read. */
const cursorSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('field'), value: z.number().describe('Milliseconds since 1970, or a number.') }),
  z.strictObject({ type: z.literal('token'), value: z.union([z.string(), z.number()]) }),
  z.strictObject({ type: z.literal('event_log'), value: z.union([z.string(), z.number()]).nullable() }),
  z.strictObject({ type: z.literal('etag'), value: z.string() }),
]);

/** `manifests/<id>/fixtures/<name>.json`: one call and everything that goes over the wire for it, replayed through the real runtime. */
export const fixtureSchema = z
  .strictObject({
    provenance: provenanceSchema,
    call: z
      .union([
        z.strictObject({ test: z.literal(true) }).describe('The connection test of the auth method.'),
        z
          .strictObject({
            operation: z.string().describe('Its name in `operations`.'),
            input: z.record(z.string(), z.unknown()).default({}),
          })
          .describe('One operation.'),
        z
          .strictObject({
            interface: z.string().describe('Its id in `implements`: scm.comment.'),
            input: z.record(z.string(), z.unknown()).default({}).describe('In the words of the interface.'),
          })
          .describe('A provider-neutral interface: every request of its steps is an interaction.'),
        z
          .strictObject({
            sync: z.string().describe('Its name in `syncs`.'),
            variables: z.record(z.string(), z.unknown()).optional(),
            cursor: cursorSchema.optional().describe('What an earlier read saved. Absent: everything is read.'),
          })
          .describe('A sync: all of it, or what changed since.'),
        z
          .strictObject({
            discover: z.string().describe('The type in `resources`.'),
            namePattern: z.string().optional(),
          })
          .describe('A discovery.'),
      ])
      .describe(
        'What is called: the test, an operation, a provider-neutral interface of `implements`, a sync, or a discovery.',
      ),
    authMethod: z.string().optional().describe("Default: the manifest's first."),
    settings: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('Default: placeholder values made from the fields.'),
    credentials: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'Never real ones. Default: canary values of the right format, and sample keys for fields that hold keys. A sample key is named {keys.rsa}, {keys.p256}, {keys.ed25519} or {keys.certificate} and is made when the fixture is replayed.',
      ),
    interactions: z
      .array(interactionSchema)
      .min(1)
      .describe('In order; one that is not used, or a request that is not here, fails.'),
    expect: z
      .strictObject({
        result: z.unknown().optional().describe('What the operation or the interface gives.'),
        items: z.int().optional().describe('How many items, records or resources.'),
        first: z.unknown().optional().describe('The first of them, whole.'),
        account: z.strictObject({ id: z.string(), label: z.string() }).nullable().optional(),
        scopes: z.array(z.string()).nullable().optional(),
        rateLimit: z.strictObject({ limit: z.number(), remaining: z.number() }).nullable().optional(),
        model: modelIdSchema.optional().describe('The canonical model the records of a sync are of.'),
        errorClass: z.enum(errorClasses).optional().describe('The call must fail with this class.'),
        says: z
          .string()
          .optional()
          .describe(
            'The sentence people read, whole but for the next step: that of the error, or of a try that was made again.',
          ),
        waitSeconds: z
          .number()
          .optional()
          .describe(
            'How long the provider is waited for between tries and pages; where the call gives up, how long the error asks to wait.',
          ),
      })
      .describe('What must come out.'),
  })
  .describe('A recorded conversation and what must come out of it.');
export type Fixture = z.output<typeof fixtureSchema>;
export type FixtureInput = z.input<typeof fixtureSchema>;
