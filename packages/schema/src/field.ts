import { z } from 'zod';
import { expressionSchema, httpsUrlSchema, nameSchema } from './text.ts';

const optionSchema = z.strictObject({
  value: z.string().describe('What is stored and sent.'),
  label: z.string().describe('What people read.'),
});

const common = {
  label: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .describe('What people read above the input. Default: the field name in words.'),
  help: z
    .string()
    .max(500)
    .optional()
    .describe('One or two sentences below the input: where to find the value, what it is used for.'),
  placeholder: z.string().max(200).optional().describe('An example shown in the empty input. Never a real value.'),
  required: z.boolean().default(false).describe('Whether a value must be given.'),
  defaultFrom: nameSchema
    .optional()
    .describe(
      'A setting of the connection that is taken when no value is given. For inputs of operations: what people choose once, such as a model.',
    ),
  docsUrl: httpsUrlSchema.optional().describe("The provider's page about this value."),
  visibleWhen: z
    .strictObject({
      field: nameSchema.describe('The other field.'),
      equals: z
        .union([z.string(), z.boolean(), z.number(), z.array(z.string())])
        .describe('The value, or values, it must have.'),
    })
    .optional()
    .describe(
      'Show and validate this field only while another field of the same form has this value (or one of these values).',
    ),
};

const textual = {
  pattern: z.string().max(500).optional().describe('A regular expression (RE2 syntax) the whole value must match.'),
  patternMessage: z.string().max(200).optional().describe('What to say when the pattern does not match.'),
  minLength: z.int().min(0).optional().describe('Shortest value allowed, in characters.'),
  maxLength: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('Longest value allowed, in characters. Default: 1 000 for text, 20 000 for secrets and text areas.'),
};

const formatSchema = z.strictObject({
  id: nameSchema.describe('Names the format in messages and stored metadata: classic, fineGrained.'),
  label: z.string().describe('What people call this kind of value: "classic personal access token".'),
  pattern: z.string().describe('A regular expression (RE2 syntax) for the whole value.'),
  note: z.string().optional().describe('What is special about values of this kind.'),
});

const optionsSource = z
  .strictObject({
    operation: nameSchema.describe('A read operation that gives items.'),
    value: expressionSchema.describe('JMESPath on an item: what is stored.'),
    label: expressionSchema.describe('JMESPath on an item: what people read.'),
  })
  .describe('Fill the options from a read operation: JMESPath for the value and the label of each item.');

const memberPathSchema = z
  .string()
  .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, 'write the names of the members, joined by dots, such as client_email')
  .describe('Where the text is: client_email, or web.client_id for a member of a member.');

export const fieldSchema = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('text'),
        ...common,
        ...textual,
        default: z.string().optional().describe('Filled in beforehand.'),
      })
      .describe('One line of text.'),
    z
      .strictObject({
        type: z.literal('textarea'),
        ...common,
        ...textual,
        default: z.string().optional().describe('Filled in beforehand.'),
      })
      .describe('Several lines of text.'),
    z
      .strictObject({
        type: z.literal('secret'),
        ...common,
        ...textual,
        formats: z
          .array(formatSchema)
          .optional()
          .describe('The shapes a value may have; a value that has none of them is refused before it is sent.'),
        members: z
          .record(nameSchema, memberPathSchema)
          .optional()
          .describe(
            'The value is a JSON object, such as a key file, and these texts in it are credentials of their own, by the name they get: `{credentials.clientEmail}`. All of them must be there.',
          ),
      })
      .describe('A password, token or key. Sealed at rest, never returned, never logged. Has no default.'),
    z
      .strictObject({
        type: z.literal('url'),
        ...common,
        default: z.string().optional().describe('Filled in beforehand.'),
        schemes: z
          .array(z.enum(['https', 'http']))
          .min(1)
          .default(['https', 'http'])
          .describe('Schemes allowed. User name, password, query and fragment are always refused.'),
        path: z.boolean().default(true).describe('Whether the URL may carry a path.'),
      })
      .describe('A web address.'),
    z
      .strictObject({
        type: z.literal('integer'),
        ...common,
        default: z.int().optional().describe('Filled in beforehand.'),
        min: z.int().optional().describe('Smallest value.'),
        max: z.int().optional().describe('Largest value.'),
        unit: z.string().optional().describe('Shown after the input: "seconds".'),
      })
      .describe('A whole number.'),
    z
      .strictObject({
        type: z.literal('number'),
        ...common,
        default: z.number().optional().describe('Filled in beforehand.'),
        min: z.number().optional().describe('Smallest value.'),
        max: z.number().optional().describe('Largest value.'),
        unit: z.string().optional().describe('Shown after the input.'),
      })
      .describe('A number.'),
    z
      .strictObject({
        type: z.literal('boolean'),
        ...common,
        default: z.boolean().optional().describe('Filled in beforehand.'),
      })
      .describe('Yes or no.'),
    z
      .strictObject({
        type: z.literal('select'),
        ...common,
        options: z.array(optionSchema).min(1).describe('The values to choose from.'),
        default: z.string().optional().describe('Filled in beforehand.'),
      })
      .describe('One of a few fixed values.'),
    z
      .strictObject({
        type: z.literal('multi-select'),
        ...common,
        options: z.array(optionSchema).min(1).describe('The values to choose from.'),
        default: z.array(z.string()).optional().describe('Filled in beforehand.'),
      })
      .describe('Any of a few fixed values.'),
    z
      .strictObject({
        type: z.literal('combobox'),
        ...common,
        options: z.array(optionSchema).optional().describe('Values known beforehand.'),
        optionsFrom: optionsSource.optional(),
        multiple: z.boolean().default(false).describe('Whether several may be chosen.'),
        default: z.string().optional().describe('Filled in beforehand.'),
      })
      .describe('A value searched for in a long list, fixed or read from the provider.'),
    z
      .strictObject({
        type: z.literal('file'),
        ...common,
        accept: z.array(z.string()).optional().describe('File endings or media types, such as .json.'),
        maxBytes: z.int().min(1).max(10_485_760).default(1_048_576).describe('Largest file, in bytes.'),
      })
      .describe('A small file, read as text.'),
    z
      .strictObject({
        type: z.literal('json'),
        ...common,
        default: z.unknown().optional().describe('Filled in beforehand.'),
      })
      .describe('A JSON object or array, for operations whose input has a free shape.'),
  ])
  .describe('One input of a form: a setting, a credential, an operation input or a sync variable.');

export const fieldsSchema = z.record(nameSchema, fieldSchema);

export type Field = z.output<typeof fieldSchema>;
export type FieldInput = z.input<typeof fieldSchema>;
export type FieldType = Field['type'];

type Without<T extends FieldType> = Omit<Extract<FieldInput, { type: T }>, 'type'>;
function make<T extends FieldType>(type: T) {
  return (options: Without<T>): Extract<FieldInput, { type: T }> =>
    ({ type, ...options }) as Extract<FieldInput, { type: T }>;
}

/** Typed shorthands: `field.url({ label: 'Server URL', required: true })`. */
export const field = {
  text: make('text'),
  textarea: make('textarea'),
  secret: make('secret'),
  url: make('url'),
  integer: make('integer'),
  number: make('number'),
  boolean: make('boolean'),
  select: make('select'),
  multiSelect: make('multi-select'),
  combobox: make('combobox'),
  file: make('file'),
  json: make('json'),
};
