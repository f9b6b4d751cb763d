import type { FieldView } from '@patchbay/client';

type JsonSchema = Record<string, unknown>;

/** The input of an operation as JSON Schema. The API checks it again, and names what does not fit. */
export function inputSchema(fields: readonly FieldView[]): { type: 'object'; [keyword: string]: unknown } {
  const required = fields.filter(isRequired).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, toSchema(field)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** What has a default, or is asked for only beside another value, may be left out. */
function isRequired({ required, visibleWhen, default: preset }: FieldView): boolean {
  return required && visibleWhen === null && (preset === undefined || preset === null);
}

function toSchema(field: FieldView): JsonSchema {
  const description = describe(field);
  return {
    ...typeOf(field),
    title: field.label,
    ...(description !== '' && { description }),
    ...(field.default !== undefined && field.default !== null && { default: field.default }),
  };
}

function typeOf({ type, options, maxLength, pattern }: FieldView): JsonSchema {
  const choice = { type: 'string', ...(options && { enum: options.map(({ value }) => value) }) };
  switch (type) {
    case 'integer':
    case 'number':
    case 'boolean':
      return { type };
    case 'url':
      return { type: 'string', format: 'uri' };
    case 'select':
      return choice;
    case 'multi-select':
      return { type: 'array', items: choice };
    case 'combobox':
      // Whether several may be chosen is known to the API alone.
      return { anyOf: [choice, { type: 'array', items: choice }] };
    case 'json':
      return { type: ['object', 'array'] };
    default:
      return {
        type: 'string',
        ...(maxLength !== null && { maxLength }),
        ...(pattern !== null && isPattern(pattern) && { pattern: `^(?:${pattern})$` }),
      };
  }
}

/** Patterns of manifests are RE2; one that is none in JSON Schema is left to the API. */
function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

function describe({ help, placeholder, options, visibleWhen, type }: FieldView): string {
  const labels = options?.filter(({ value, label }) => value !== label).map(({ value, label }) => `${value}: ${label}`);
  return [
    help,
    placeholder ? `For example ${placeholder}.` : null,
    labels && labels.length > 0 ? `${labels.join('; ')}.` : null,
    visibleWhen ? `Only when ${visibleWhen.field} is ${[visibleWhen.equals].flat().join(' or ')}.` : null,
    type === 'secret' ? 'A secret.' : null,
  ]
    .filter((part) => part !== null)
    .join(' ');
}
