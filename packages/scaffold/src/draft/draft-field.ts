import type { ManifestInput } from '@patchbay/schema';
import { unseenSigns } from '@patchbay/verify';
import { asData, asList, type Resolver } from '../api/resolver.ts';
import { firstSentence, hasNote } from '../api/sentence.ts';
import type { Data } from '../api/types.ts';
import { mergeAll, typeOf } from './sample-of.ts';

export type FieldInput = NonNullable<ManifestInput['settings']>[string];

/** What a value of a description is, before it has a field. */
export interface FieldSource {
  /** Its name at the provider. */
  name: string;
  schema: unknown;
  isRequired: boolean;
  description: string;
  /** How several values are written; a body takes them as they are. */
  list: 'repeated' | 'commas' | 'json';
}

const secretNames = /(^|[_-])(password|passphrase|secret)$/i;
const maxOptions = 60;
const maxText = 1_000_000;

/** The field of a form that takes such a value. */
export function draftField(
  { name, schema: given, isRequired, description, list }: FieldSource,
  resolver: Resolver,
): FieldInput {
  const schema = flatten(mergeAll(resolver.resolve(given), resolver), resolver);
  const help = firstSentence(description || String(schema.description ?? ''));
  const common = { ...(help !== '' && { help }), ...(isRequired && { required: true }) };
  const options = optionsOf(schema);
  switch (typeOf(schema)) {
    case 'integer':
      return { type: 'integer', ...common, ...rangeOf(schema, Number.isSafeInteger) };
    case 'number':
      return { type: 'number', ...common, ...rangeOf(schema, Number.isFinite) };
    case 'boolean':
      return { type: 'boolean', ...common };
    case 'array': {
      const items = optionsOf(mergeAll(resolver.resolve(schema.items), resolver));
      if (list === 'commas')
        return { type: 'text', ...common, help: `${help === '' ? '' : `${help} `}Several are separated by commas.` };
      return items ? { type: 'multi-select', ...common, options: items } : { type: 'json', ...common };
    }
    case 'object':
      return { type: 'json', ...common };
    case 'string': {
      if (options) return { type: 'select', ...common, options };
      if (schema.format === 'password' || secretNames.test(name)) return { type: 'secret', ...common };
      const { maxLength } = schema;
      const isLong = typeof maxLength === 'number' && maxLength > 1_000;
      return {
        ...{ type: isLong ? 'textarea' : 'text', ...common },
        ...(isLong && maxLength > 20_000 && { maxLength: Math.min(maxLength, maxText) }),
      };
    }
    default:
      return list === 'json' ? { type: 'json', ...common } : { type: 'text', ...common };
  }
}

/** Of several forms a value may have, the one a form can show: a plain one before an object. */
function flatten(schema: Data, resolver: Resolver): Data {
  const choices = asList(schema.oneOf ?? schema.anyOf).map((one) => mergeAll(resolver.resolve(one), resolver));
  const real = choices.filter((one) => one.type !== 'null');
  if (real.length === 0 || schema.properties !== undefined) return schema;
  const types = new Set(real.map(typeOf));
  if (types.size > 1)
    return { ...schema, type: [...types].some((one) => one === 'object' || one === 'array') ? 'object' : 'string' };
  return { ...asData(real[0]), ...(schema.description !== undefined && { description: schema.description }) };
}

function optionsOf(schema: Data): { value: string; label: string }[] | null {
  const values = asList(schema.enum).filter((value) => value !== null && value !== '');
  if (typeOf(schema) !== 'string' || values.length === 0 || values.length > maxOptions) return null;
  // A word that `verify` takes for a note to oneself, such as the state TODO, or that holds what nobody sees, is left to be typed.
  if (values.some((value) => typeof value !== 'string' || hasNote(value) || unseenSigns(value).length > 0)) return null;
  return [...new Set(values as string[])].map((value) => ({ value, label: labelOf(value) }));
}

/** `full_name` → "Full name". What has no words stands for itself. */
function labelOf(value: string): string {
  const words = value.replace(/[_\s]+/g, ' ').trim();
  return words === '' ? value : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function rangeOf(schema: Data, isFit: (value: number) => boolean): { min?: number; max?: number } {
  const { minimum, maximum } = schema;
  return {
    ...(typeof minimum === 'number' && isFit(minimum) && { min: minimum }),
    ...(typeof maximum === 'number' && isFit(maximum) && { max: maximum }),
  };
}
