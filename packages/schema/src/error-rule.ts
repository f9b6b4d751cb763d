import { z } from 'zod';
import { errorClasses } from './error-class.ts';
import { expressionSchema, headerNameSchema, timeUnitSchema } from './text.ts';

export const errorRuleSchema = z
  .strictObject({
    status: z
      .union([z.int().min(100).max(599), z.array(z.int().min(100).max(599)).min(1)])
      .optional()
      .describe('HTTP status or statuses.'),
    header: z
      .strictObject({
        name: headerNameSchema.describe('Name of the header.'),
        equals: z.string().optional().describe('The exact value.'),
        contains: z.string().optional().describe('A part of the value.'),
      })
      .optional()
      .describe('A header that is there, or has or contains this value.'),
    body: expressionSchema.optional().describe('JMESPath over the body that is true.'),
    text: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .describe('A part of the body as it is written, or any of several; for answers that are plain text.'),
    graphqlCode: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe('`errors[].extensions.code` or `errors[].type` of a GraphQL answer.'),
    class: z.enum(errorClasses).optional().describe('What the answer means. Left out only in `emptyWhen`.'),
    message: z
      .string()
      .max(300)
      .optional()
      .describe('A sentence for people: what happened and the next step. Default: that of the class.'),
    messageFrom: expressionSchema.optional().describe("JMESPath to the provider's own sentence."),
    retryAfter: z
      .union([
        z.strictObject({ header: headerNameSchema.describe('The header.'), unit: timeUnitSchema }),
        z.strictObject({ body: expressionSchema.describe('JMESPath over the body.'), unit: timeUnitSchema }),
      ])
      .optional()
      .describe('Where the answer says how long to wait.'),
  })
  .refine(
    (rule) =>
      rule.status !== undefined ||
      rule.header !== undefined ||
      rule.body !== undefined ||
      rule.text !== undefined ||
      rule.graphqlCode !== undefined,
    { message: 'match on at least one of status, header, body, text or graphqlCode' },
  )
  .describe('All conditions given must hold; the first rule that matches wins.');
export type ErrorRule = z.output<typeof errorRuleSchema>;

export const rateLimitsSchema = z
  .strictObject({
    quotas: z
      .array(
        z
          .strictObject({
            limit: z.int().min(1).optional().describe('Requests in a window.'),
            windowSeconds: z
              .number()
              .positive()
              .max(86_400 * 31)
              .optional()
              .describe('Length of the window, in seconds.'),
            concurrency: z.int().min(1).optional().describe('Requests under way at once.'),
            scope: z
              .enum(['connection', 'provider', 'operation'])
              .default('connection')
              .describe(
                'What shares the quota: one connection, everything that goes to this provider from here, or each operation of a connection.',
              ),
            authMethods: z.array(z.string()).optional().describe('Holds only for these auth methods.'),
            operations: z.array(z.string()).optional().describe('Holds only for these operations.'),
            source: z.string().optional().describe('Where the provider says so.'),
          })
          .refine(
            (quota) =>
              (quota.limit === undefined) === (quota.windowSeconds === undefined) &&
              (quota.limit !== undefined || quota.concurrency !== undefined),
            {
              message: 'give limit and windowSeconds together, or concurrency',
            },
          ),
      )
      .default([])
      .describe('Kept before a request is sent.'),
    headers: z
      .strictObject({
        limit: headerNameSchema.optional().describe('Requests allowed in the window.'),
        remaining: headerNameSchema.optional().describe('Requests left in the window.'),
        reset: z
          .strictObject({ name: headerNameSchema.describe('Name of the header.'), unit: timeUnitSchema })
          .optional()
          .describe('When the window ends.'),
        retryAfter: z
          .strictObject({ name: headerNameSchema.describe('Name of the header.'), unit: timeUnitSchema })
          .optional()
          .describe('Default: Retry-After as HTTP defines it.'),
      })
      .optional()
      .describe('Answer headers that correct the budget.'),
  })
  .describe('What the provider allows.');
export type RateLimits = z.output<typeof rateLimitsSchema>;
export type Quota = RateLimits['quotas'][number];
