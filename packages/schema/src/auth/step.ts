import { z } from 'zod';
import { bodyTypeSchema, requestLineSchema } from '../request.ts';
import {
  expressionSchema,
  headerNameSchema,
  nameSchema,
  templateSchema,
  templateValueSchema,
  urlTemplateSchema,
} from '../text.ts';

/** One request of a sign-in, and what to keep of its answer. */
export const stepSchema = z.strictObject({
  request: requestLineSchema,
  baseUrl: urlTemplateSchema.optional().describe('Instead of http.baseUrl; its host must be declared.'),
  headers: z.record(headerNameSchema, templateSchema).default({}).describe('Headers to send.'),
  query: z.record(z.string(), templateValueSchema).default({}).describe('Query parameters to send.'),
  bodyType: bodyTypeSchema.default('json'),
  body: templateValueSchema.optional().describe('The body; strings may hold placeholders.'),
  extract: z
    .record(
      nameSchema,
      z.strictObject({
        header: headerNameSchema.optional().describe('Header that holds it.'),
        body: expressionSchema.optional().describe('JMESPath over the body.'),
        cookie: z.string().optional().describe('Name of a cookie.'),
      }),
    )
    .default({})
    .describe('Values to take from the answer, by name.'),
});
