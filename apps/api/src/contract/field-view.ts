import { z } from '@hono/zod-openapi';

/** One field of a form, as the manifest declares it. Secret fields never carry a default. */
export const fieldViewSchema = z
  .object({
    name: z.string(),
    type: z.string().openapi({ description: 'string, url, number, boolean, select, secret …', example: 'secret' }),
    label: z.string(),
    help: z.string().nullable(),
    placeholder: z.string().nullable(),
    required: z.boolean(),
    default: z.unknown().openapi({ description: 'The value used when none is given; null when there is none.' }),
    options: z.array(z.object({ value: z.string(), label: z.string() })).nullable(),
    pattern: z.string().nullable(),
    visibleWhen: z.record(z.string(), z.unknown()).nullable().openapi({
      description: 'The field is shown while each named field has the given value.',
    }),
    docsUrl: z.string().nullable(),
    maxLength: z.number().int().nullable(),
    formats: z
      .array(z.object({ pattern: z.string(), label: z.string() }))
      .optional()
      .openapi({ description: 'Known shapes of a secret, to recognise what was pasted.' }),
  })
  .openapi('FieldView');
