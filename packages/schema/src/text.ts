import { z } from 'zod';

/** Every object has something of these names already; who looks one up would find that. */
const isFree = (name: string) => !(name in {});
const notFree = 'every object has something of this name; choose another';

/** Lower-case words joined by single hyphens: `docker-registry`. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens, such as "docker-registry"')
  .max(64);

/** A name used as a key inside a manifest: `listRepositories`, `apiKey`. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'use camelCase letters and digits, such as "listRepositories"')
  .max(64)
  .refine(isFree, notFree);

/** A resource type or variant key; hyphens and underscores are common in providers' own words. */
export const typeNameSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_-]*$/, 'start with a lower-case letter; letters, digits, - and _ may follow')
  .max(64)
  .refine(isFree, notFree);

export const httpsUrlSchema = z
  .string()
  .regex(/^https:\/\/[^\s@]+$/, 'use an https URL without user name or password')
  .max(2000);

/** Text with `{namespace.name}` placeholders; namespaces: settings, credentials, input, connection, steps, parent, page. */
export const templateSchema = z.string().max(10_000);

/** A URL that may begin with or hold placeholders: `{settings.baseUrl}/api/v1`. */
export const urlTemplateSchema = templateSchema.regex(
  /^(https:\/\/|http:\/\/|\{settings\.|\{credentials\.|\{connection\.|\{input\.)/,
  'start with https:// or a placeholder such as {settings.baseUrl}',
);

/**
 * A JMESPath expression (community edition). It is total: no code, no loops. Raw strings are written 'so', backtick literals must be JSON.
 * Two functions are added: `epoch_to_iso(x)` and `epoch_ms_to_iso(x)` turn seconds and milliseconds since 1970
 * (a number or a numeric string) into ISO 8601 in UTC; null stays null.
 */
export const expressionSchema = z.string().min(1).max(4000);

/** An HTTP header name. */
export const headerNameSchema = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'not a valid HTTP header name');

/** Plain data whose strings may hold placeholders. A string that is one placeholder keeps the value's type; a missing optional is left out. */
export type TemplateValue = string | number | boolean | null | TemplateValue[] | { [key: string]: TemplateValue };

export const templateValueSchema: z.ZodType<TemplateValue, TemplateValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(templateValueSchema),
    z.record(z.string(), templateValueSchema),
  ]),
);

/** A moment a header or a body tells, and the unit it is told in. */
export const timeUnitSchema = z
  .enum(['seconds', 'milliseconds', 'epoch', 'epoch_milliseconds', 'http_date', 'iso8601'])
  .describe(
    'How a wait or a moment is written: seconds or milliseconds from now, seconds or milliseconds since 1970, an HTTP date, or ISO 8601.',
  );
export type TimeUnit = z.output<typeof timeUnitSchema>;
