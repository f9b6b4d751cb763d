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
    visibleWhen: z
      .object({ field: z.string(), equals: z.union([z.string(), z.boolean(), z.number(), z.array(z.string())]) })
      .nullable()
      .openapi({ description: 'Show the field only while another one has this value, or one of these values.' }),
    docsUrl: z.string().nullable(),
    maxLength: z.number().int().nullable(),
    formats: z
      .array(z.object({ id: z.string(), label: z.string(), pattern: z.string(), note: z.string().nullable() }))
      .optional()
      .openapi({ description: 'Known shapes of a secret, to recognise what was pasted.' }),
    members: z.array(z.string()).optional().openapi({
      description: 'Dotted paths of the texts that stand in a secret that is a JSON document, to recognise a key file.',
    }),
  })
  .openapi('FieldView');
