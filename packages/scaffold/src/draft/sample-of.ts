import { sampleText } from '@patchbay/simulator';
import { asData, asList, isText, own, type Resolver } from '../api/resolver.ts';
import type { Data } from '../api/types.ts';

/** Descriptions go round in circles, and some are very wide: values made from one schema, their depth, and members of an object. */
const maxValues = 1_500;
const maxDepth = 8;
const maxMembers = 40;

export interface SampleOptions {
  resolver: Resolver;
  /** What is sent has no read-only members, what is answered no write-only ones. */
  direction: 'sent' | 'answered';
}

/** A value a schema allows: its example where it has one, else one made of its type. Undefined where nothing is known. */
export function sampleOf(given: unknown, { resolver, direction }: SampleOptions, givenName = ''): unknown {
  let left = maxValues;
  const hidden = direction === 'sent' ? 'readOnly' : 'writeOnly';
  return sample(given, givenName, []);

  /** `path`: what leads here, references by their text. */
  function sample(item: unknown, name: string, path: readonly string[]): unknown {
    const reference = resolver.referenceOf(item);
    left -= 1;
    if (left < 0 || path.length > maxDepth || (reference !== null && path.includes(reference))) return undefined;
    const inside = [...path, reference ?? ''];
    const schema = mergeAll(resolver.resolve(item), resolver);
    const fixed = fixedValue(schema);
    if (fixed !== undefined) return fixed;
    const [choice] = asList(schema.oneOf ?? schema.anyOf).filter((one) => resolver.resolve(one).type !== 'null');
    if (choice !== undefined && schema.properties === undefined) return sample(choice, name, inside);
    switch (typeOf(schema)) {
      case 'object':
        return sampleObject(schema, inside);
      case 'array': {
        const one = sample(schema.items ?? {}, name, inside);
        return one === undefined ? [] : [one];
      }
      case 'integer':
      case 'number':
        return sampleNumber(schema);
      case 'boolean':
        return true;
      case 'string':
        return sampleString(schema, name);
      default:
        return undefined;
    }
  }

  function sampleObject(schema: Data, path: readonly string[]): Data {
    const required = asList(schema.required);
    const members = Object.entries(asData(schema.properties))
      .filter(([key, item]) => key !== '__proto__' && resolver.resolve(item)[hidden] !== true)
      .sort(([a], [b]) => Number(required.includes(b)) - Number(required.includes(a)))
      .slice(0, maxMembers);
    const pairs = members.flatMap(([key, item]): [string, unknown][] => {
      const value = sample(item, key, path);
      if (value !== undefined) return [[key, value]];
      return required.includes(key) ? [[key, null]] : [];
    });
    return Object.fromEntries(pairs);
  }
}

/** `allOf` laid over each other, as far as members and what is required go. */
export function mergeAll(schema: Data, resolver: Resolver, depth = 0): Data {
  const parts = asList(schema.allOf);
  if (parts.length === 0 || depth > 5) return schema;
  const merged = parts.map((part) => mergeAll(resolver.resolve(part), resolver, depth + 1));
  const all = [...merged, schema];
  const properties = all.flatMap((part) => Object.entries(asData(part.properties)));
  return {
    ...Object.assign({}, ...merged.map(({ example: _example, ...rest }) => rest)),
    ...schema,
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    required: [...new Set(all.flatMap((part) => asList(part.required)))],
    allOf: undefined,
  };
}

/** The type of a value; of several the first that is not null. */
export function typeOf(schema: Data): string | null {
  const { type } = schema;
  const [first] = asList(type).filter((one) => one !== 'null');
  if (isText(type)) return type;
  if (isText(first)) return first;
  if (schema.properties !== undefined || schema.additionalProperties !== undefined) return 'object';
  if (schema.items !== undefined) return 'array';
  return isText(schema.format) || isText(schema.pattern) ? 'string' : null;
}

/** What a schema says its value is, or may be. */
function fixedValue(schema: Data): unknown {
  const [example] = asList(schema.examples);
  for (const value of [schema.const, schema.example, schema['x-example'], example, schema.default])
    if (value !== undefined && value !== null && isOfType(value, schema)) return value;
  return asList(schema.enum).find((value) => value !== null);
}

/** Examples are written by hand, and some are not what their schema says. */
function isOfType(value: unknown, schema: Data): boolean {
  switch (typeOf(schema)) {
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    default:
      return true;
  }
}

function sampleNumber(schema: Data): number {
  const { minimum, exclusiveMinimum, maximum } = schema;
  if (typeof minimum === 'number') return exclusiveMinimum === true ? minimum + 1 : minimum;
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1;
  return typeof maximum === 'number' && maximum < 1 ? maximum : 1;
}

const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-01-15T09:30:00Z',
  date: '2026-01-15',
  time: '09:30:00Z',
  duration: 'PT1H',
  email: 'person@example.com',
  'idn-email': 'person@example.com',
  uri: 'https://example.com/example',
  url: 'https://example.com/example',
  'uri-reference': '/example',
  hostname: 'host.example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uuid: '10000000-0000-4000-8000-00000000000a',
  byte: 'ZXhhbXBsZQ==',
  binary: 'example',
  password: 'example-password',
};

function sampleString(schema: Data, name: string): string {
  const { format, pattern, minLength, maxLength } = schema;
  const known = isText(format) ? own(formats, format.toLowerCase()) : undefined;
  if (typeof known === 'string') return known;
  const matching = isText(pattern) ? sampleText(pattern) : null;
  if (matching !== null && matching !== '') return matching;
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z\d]+/g, '-')
    .toLowerCase();
  let text = /^(id|.*-id)$/.test(words) ? '1001' : ['example', words.replace(/^-|-$/g, '')].filter(Boolean).join('-');
  if (typeof minLength === 'number' && minLength < 1_000) text = text.padEnd(minLength, 'x');
  return typeof maxLength === 'number' ? text.slice(0, Math.max(1, maxLength)) : text;
}
