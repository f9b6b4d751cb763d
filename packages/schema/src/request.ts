import { z } from 'zod';
import { errorRuleSchema } from './error-rule.ts';
import { fieldsSchema } from './field.ts';
import { paginationSchema } from './pagination.ts';
import {
  expressionSchema,
  headerNameSchema,
  httpsUrlSchema,
  nameSchema,
  slugSchema,
  templateSchema,
  templateValueSchema,
  urlTemplateSchema,
} from './text.ts';

export const methodSchema = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'LIST', 'OPTIONS']);

/** `GET /repos/{owner}/{repo}`: a method and an RFC 6570 path whose variables are inputs (or settings.x). */
export const requestLineSchema = z
  .string()
  .regex(
    /^(GET|HEAD|POST|PUT|PATCH|DELETE|LIST|OPTIONS) \/[^\s?#]*$/,
    'write a method and a path without query, such as "GET /repos/{owner}/{repo}"',
  )
  .describe(
    'Method and RFC 6570 path. `{owner}` is the input of that name, percent-encoded; `{+path}` keeps slashes; `{settings.team}` is a setting. Query parameters go into `query`.',
  );

export const bodyTypeSchema = z
  .enum(['json', 'form', 'multipart', 'text', 'bytes', 'graphql'])
  .describe(
    'How the body is written. text: as it is; bytes: the body is base64, and what it stands for is sent; a header `content-type` says what both are. graphql: the body has `query` and optional `variables`.',
  );

const preflightSchema = z
  .strictObject({
    request: requestLineSchema,
    extract: z
      .record(
        nameSchema,
        z.strictObject({
          header: headerNameSchema.optional().describe('Header that holds it.'),
          body: expressionSchema.optional().describe('JMESPath over the body.'),
        }),
      )
      .describe('Values to take from the answer, by name; used as {preflight.name}.'),
    headers: z.record(headerNameSchema, templateSchema).default({}).describe('Headers to add to the real request.'),
    optionalWhen: z
      .array(z.int())
      .default([])
      .describe('Statuses that mean "not needed here"; the real request goes on without.'),
    keepCookies: z.boolean().default(false).describe('Send the cookies of the preflight with the real request.'),
  })
  .describe('A request made first, such as for a CSRF crumb.');

const cacheSchema = z
  .strictObject({
    etag: z.boolean().default(false).describe('Send If-None-Match and use the kept answer on 304.'),
    ttlSeconds: z
      .int()
      .min(1)
      .max(86_400)
      .optional()
      .describe('Answer from memory this long, per connection and input.'),
  })
  .describe('For reads that are asked often and change seldom.');

const retrySchema = z
  .strictObject({
    idempotent: z
      .boolean()
      .optional()
      .describe(
        'A write that may be repeated without a second effect. Reads, PUT and DELETE are unless said otherwise.',
      ),
    reason: z.string().optional().describe('Why, when the method alone would say something else.'),
  })
  .describe('Whether a failed send may be repeated.');

export const httpSchema = z
  .strictObject({
    baseUrl: urlTemplateSchema.describe('Every path is appended to it; with or without a trailing slash.'),
    headers: z.record(headerNameSchema, templateSchema).default({}).describe('Sent with every request.'),
    query: z.record(z.string(), templateValueSchema).default({}).describe('Sent with every request.'),
    apiVersion: z
      .strictObject({
        in: z.enum(['header', 'query']).describe('Where the version travels.'),
        name: z.string().describe('Name of the header or parameter.'),
        value: z.string().describe('The version.'),
      })
      .optional()
      .describe('Pins the version of the API this manifest was written against.'),
    idempotencyHeader: headerNameSchema.optional().describe('Header in which the provider takes an idempotency key.'),
    timeoutMs: z
      .int()
      .min(100)
      .max(600_000)
      .optional()
      .describe("Longest wait for one answer, in milliseconds. Default: the connection's."),
    errorMessage: expressionSchema.optional().describe("JMESPath to the provider's own sentence in an error body."),
    preflight: preflightSchema.optional(),
    proxyMethods: z
      .array(methodSchema)
      .default(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      .describe('Methods the transparent proxy lets through.'),
  })
  .describe('What holds for every request.');

export const signedPathSchema = z
  .enum(['once', 'twice'])
  .describe(
    'How often the path is percent-encoded in the text that is signed. once: as it is sent, as object storage wants it; twice: encoded again and without double slashes, as all other services want it.',
  );

const signingSchema = z
  .strictObject({
    service: templateSchema.optional().describe("The service name that is signed. Default: the auth method's."),
    region: templateSchema.optional().describe("The region that is signed. Default: the auth method's."),
    pathEncoding: signedPathSchema.optional(),
  })
  .refine((signing) => Object.values(signing).some((part) => part !== undefined), {
    message: 'give a service, a region or how the path is encoded',
  })
  .describe(
    'What the request is signed for, where that is not what the auth method says: an API of several services with a host each. May hold settings. Read by methods that sign for a service (aws_sigv4).',
  );

export const operationSchema = z
  .strictObject({
    description: z.string().min(1).max(500).describe('What it does, for people; old names of the call go here.'),
    request: requestLineSchema.optional(),
    process: z
      .strictObject({
        command: slugSchema.describe('An allow-listed local program.'),
        arguments: z.array(templateSchema).describe('Its arguments, one placeholder or literal each; never a shell.'),
        stdout: z.enum(['json', 'text']).default('json').describe('What the program writes.'),
        successExitCodes: z.array(z.int()).default([0]).describe('Exit codes that mean success.'),
      })
      .optional()
      .describe('Instead of `request`: run a local program.'),
    smtp: z
      .strictObject({
        from: templateSchema.describe('Sender.'),
        to: templateSchema.describe('Recipients, separated by commas.'),
        subject: templateSchema.describe('Subject line.'),
        text: templateSchema.optional().describe('Body as plain text.'),
        html: templateSchema.optional().describe('Body as HTML.'),
      })
      .optional()
      .describe('Instead of `request`: send one e-mail.'),
    safety: z
      .enum(['read', 'write', 'destructive'])
      .describe('read changes nothing · write creates or changes · destructive removes or cannot be undone.'),
    baseUrl: urlTemplateSchema.optional().describe('Instead of http.baseUrl; its host must be declared too.'),
    signing: signingSchema.optional(),
    scopes: z
      .array(z.string())
      .default([])
      .describe(
        'OAuth scopes or permissions it needs, in the words of the provider. An empty list says that it needs none; left out, nothing is said.',
      ),
    input: fieldsSchema.default({}).describe('What the caller gives.'),
    query: z
      .record(z.string(), templateValueSchema)
      .default({})
      .describe('Query parameters; a missing optional is left out; an array repeats the name.'),
    headers: z.record(headerNameSchema, templateSchema).default({}).describe('Headers of this operation.'),
    bodyType: bodyTypeSchema.default('json'),
    body: templateValueSchema.optional().describe('The body; strings may hold placeholders.'),
    response: z
      .enum(['json', 'xml', 'text', 'bytes', 'none'])
      .default('json')
      .describe(
        'What the answer holds. xml: read as JSON, {root: …}; an element is its trimmed text, or an object of its attributes (`"@name"`) and children; a name that repeats is a list (JMESPath: `to_array(x)`). text: a log; bytes: a file, streamed by the caller.',
      ),
    success: expressionSchema
      .optional()
      .describe(
        'JMESPath over {status, headers, body}: true when the answer is a success although its status is 2xx either way (`body.ok`).',
      ),
    items: expressionSchema
      .optional()
      .describe('JMESPath from the body to the list of items. `@` when the body is the list.'),
    result: expressionSchema
      .optional()
      .describe('JMESPath from the body (or from one item of a list) to what the caller gets. Default: all of it.'),
    resultFrom: z
      .enum(['body', 'response'])
      .default('body')
      .describe(
        'What `result` reads. response: {status, headers, body} with lower-case header names, for answers that tell something in a header only.',
      ),
    redirects: z
      .enum(['follow', 'return'])
      .default('follow')
      .describe(
        'return: a 3xx with a Location is a success, not followed; `result` with resultFrom response reads headers.location. For short-lived download addresses on foreign hosts.',
      ),
    paginate: paginationSchema.optional().describe('How to get the next page. None: there is one page.'),
    unpaginatedReason: z
      .string()
      .optional()
      .describe('Why a list whose contract has paging parameters has no paginator.'),
    emptyWhen: z
      .array(errorRuleSchema)
      .default([])
      .describe('Answers that mean "an empty list", such as 404 for a repository without tags.'),
    cache: cacheSchema.optional(),
    timeoutMs: z.int().min(100).max(600_000).optional().describe('Longest wait for one answer, in milliseconds.'),
    retry: retrySchema.optional(),
    preflight: preflightSchema.optional(),
    errors: z.array(errorRuleSchema).default([]).describe("Read before the manifest's own table."),
    example: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('An example input; its rendered request is held against the contract.'),
    source: httpsUrlSchema.optional().describe('Where the call is documented, when the official description lacks it.'),
    deprecated: z.string().optional().describe('What to use instead.'),
  })
  .refine(
    (operation) =>
      [operation.request, operation.process, operation.smtp].filter((transport) => transport !== undefined).length ===
      1,
    {
      message: 'give exactly one of request, process or smtp',
    },
  )
  .describe('One call of the provider.');

export type Http = z.output<typeof httpSchema>;
export type Operation = z.output<typeof operationSchema>;
export type Signing = z.output<typeof signingSchema>;
export type Preflight = z.output<typeof preflightSchema>;
export type BodyType = z.output<typeof bodyTypeSchema>;
export type Method = z.output<typeof methodSchema>;
