import { z } from 'zod';
import { expressionSchema, headerNameSchema } from './text.ts';

const size = z
  .strictObject({
    param: z.string().describe('Query parameter (or body path, with `in: body`) of the page size.'),
    value: z.int().min(1).describe('What we ask for.'),
    max: z.int().min(1).optional().describe("The provider's limit."),
    in: z.enum(['query', 'body', 'variables']).default('query').describe('Where the page size travels.'),
  })
  .optional()
  .describe('Items a page.');

const common = {
  size,
  maxPages: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(10_000)
    .describe('Hard stop; reaching it is an error, never a quiet end.'),
  stable: z
    .boolean()
    .default(false)
    .describe(
      'What is added or deleted meanwhile moves nothing to another page, so that a read may go on later where it stopped. True of keyset by nature.',
    ),
};

const until = z
  .union([
    z.literal('empty_page'),
    z.literal('short_page').describe('A page with fewer items than asked for is the last; needs `size`.'),
    z.strictObject({ total: expressionSchema.describe('JMESPath to the number of all items.') }),
    z.strictObject({ totalPages: expressionSchema.describe('JMESPath to the number of pages.') }),
    z.strictObject({ more: expressionSchema.describe('JMESPath to a flag that is true while there is more.') }),
    z.strictObject({ totalHeader: headerNameSchema.describe('Header with the number of all items.') }),
  ])
  .describe('How the last page is known. An empty page always ends.');

export const paginationSchema = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('link_header'),
        rel: z.string().default('next').describe('Relation of the link to follow.'),
        ...common,
      })
      .describe('RFC 8288 Link header; relative targets are resolved, foreign hosts refused.'),
    z
      .strictObject({
        type: z.literal('link_body'),
        next: expressionSchema.describe('JMESPath to the URL of the next page.'),
        ...common,
      })
      .describe('The body holds the URL of the next page.'),
    z
      .strictObject({
        type: z.literal('cursor'),
        from: z
          .union([
            z.strictObject({ body: expressionSchema.describe('JMESPath over the body.') }),
            z.strictObject({ header: headerNameSchema.describe('The header.') }),
          ])
          .describe('Where the answer holds the next cursor.'),
        to: z
          .union([
            z.strictObject({ query: z.string().describe('Query parameter.') }),
            z.strictObject({ body: z.string().describe('Dotted path in the body.') }),
            z.strictObject({ path: z.string().describe('Name of the path variable.') }),
            z.strictObject({ header: headerNameSchema.describe('The header.') }),
          ])
          .describe('Where the next request carries it.'),
        stop: z
          .union([
            z.strictObject({
              values: z.array(z.union([z.string(), z.number(), z.null()])).describe('Cursor values that mean the end.'),
            }),
            z.strictObject({
              unless: expressionSchema.describe('JMESPath to a flag: false or missing means the end.'),
            }),
          ])
          .optional()
          .describe('What besides a missing or empty cursor means the end.'),
        ...common,
      })
      .describe('An opaque token leads to the next page.'),
    z
      .strictObject({
        type: z.literal('offset'),
        param: z.string().describe('The parameter.'),
        start: z.int().default(0).describe('The first offset.'),
        in: z.enum(['query', 'body']).default('query').describe('Where the parameter travels.'),
        until: until.default('short_page'),
        ...common,
      })
      .describe('Skip this many items.'),
    z
      .strictObject({
        type: z.literal('page'),
        param: z.string().describe('The parameter.'),
        start: z.int().default(1).describe("The first page's number."),
        in: z.enum(['query', 'body']).default('query').describe('Where the parameter travels.'),
        until: until.default('short_page'),
        ...common,
      })
      .describe('Numbered pages.'),
    z
      .strictObject({
        type: z.literal('keyset'),
        param: z.string().describe('The parameter.'),
        key: expressionSchema.describe('JMESPath on the last item of a page: its key.'),
        in: z.enum(['query', 'body']).default('query').describe('Where the parameter travels.'),
        until: until.default('short_page'),
        ...common,
      })
      .describe('Items after the last key seen.'),
    z
      .strictObject({
        type: z.literal('graphql_relay'),
        connection: expressionSchema.describe('JMESPath to the connection object that has `pageInfo`.'),
        first: z.string().default('first').describe('Variable of the page size.'),
        after: z.string().default('after').describe('Variable of the cursor.'),
        ...common,
      })
      .describe('GraphQL cursor connections.'),
  ])
  .describe('How a list is read page by page. Every kind ends: on a repeated cursor, an empty page or the hard stop.');

export type Pagination = z.output<typeof paginationSchema>;
export type PaginationType = Pagination['type'];
export type PageEnd = z.output<typeof until>;
