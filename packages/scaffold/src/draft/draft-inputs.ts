import type { ManifestInput } from '@patchbay/schema';
import { asData, asList, type Resolver } from '../api/resolver.ts';
import type { ApiOperation, ApiParameter } from '../api/types.ts';
import { draftField, type FieldInput } from './draft-field.ts';
import { freeName, toName } from './names.ts';
import { mergeAll, sampleOf, typeOf } from './sample-of.ts';

type OperationInput = ManifestInput['operations'][string];
type BodyType = NonNullable<OperationInput['bodyType']>;

/** One value a caller gives, and where it goes. */
export interface DraftedInput {
  /** Key in the manifest. */
  name: string;
  place: 'path' | 'query' | 'header' | 'body';
  /** Its name at the provider; of a body that is one value, empty. */
  wireName: string;
  field: FieldInput;
  /** What a fixture sends. Undefined: nothing. */
  sample: unknown;
}

export interface DraftedInputs {
  inputs: readonly DraftedInput[];
  bodyType: BodyType;
  /** The media type of the body when it is not the usual one of its type. */
  contentType: string | null;
  /** What the description has and the manifest leaves out, with why. */
  leftOut: readonly string[];
}

/** What stands in headers by itself, whatever a description says (OpenAPI 3, Parameter Object). */
const ownHeaders = /^(accept|content-type|authorization)$/i;
const maxInputs = 60;

/** The inputs of an operation: path, query, headers and the members of its body. `taken`: parameters that something else sends. */
export function draftInputs(operation: ApiOperation, taken: readonly string[], resolver: Resolver): DraftedInputs {
  const leftOut: string[] = [];
  const names = new Set<string>();
  const inputs: DraftedInput[] = [];
  const add = (place: DraftedInput['place'], wireName: string, field: FieldInput, sample: unknown) => {
    const plain = toName(wireName) || 'value';
    const name = names.has(plain) ? freeName(toName(`${place} ${wireName}`), names) : plain;
    names.add(name);
    inputs.push({ name, place, wireName, field, sample });
  };
  const parameters = [...missingPathParameters(operation), ...operation.parameters];
  for (const parameter of parameters) {
    const { name, in: place, isRequired, schema, list, description } = parameter;
    if (place === 'query' && taken.includes(name)) continue;
    if (place === 'header' && ownHeaders.test(name)) continue;
    const reason = unfitReason(parameter, inputs.length, resolver);
    if (reason !== null) {
      leftOut.push(`the ${place} parameter ${JSON.stringify(name)}: ${reason}`);
      continue;
    }
    const style = list === 'commas' || place !== 'query' ? 'commas' : 'repeated';
    const field = draftField({ name, schema, isRequired, description, list: style }, resolver);
    const sample = fit(field, parameter.example ?? sampleOf(schema, { resolver, direction: 'sent' }, name));
    add(place as DraftedInput['place'], name, place === 'path' ? { ...field, required: true } : field, sample);
  }
  const body = draftBody(operation, resolver, { leftOut, add, room: () => maxInputs - inputs.length });
  return { inputs, ...body, leftOut };
}

/** Variables of the path nobody declares. */
function missingPathParameters({ path, parameters }: ApiOperation): ApiParameter[] {
  const declared = new Set(parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name));
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name).filter((name) => !declared.has(name));
  return [...new Set(names)].map((name) => ({
    ...{ name, in: 'path', isRequired: true, description: '', schema: { type: 'string' } },
    ...{ list: 'commas', example: undefined },
  }));
}

function unfitReason(
  { name, in: place, list, schema: given }: ApiParameter,
  count: number,
  resolver: Resolver,
): string | null {
  const schema = mergeAll(resolver.resolve(given), resolver);
  if (name === '__proto__') return 'its name cannot be written in a manifest';
  if (place === 'cookie') return 'manifests send no cookies of their own';
  if (place === 'header' && !/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) return 'its name is no header name';
  if (list === 'other' && ['array', 'object'].includes(typeOf(schema) ?? ''))
    return 'it is written in a way of its own';
  if (place === 'query' && typeOf(schema) === 'object') return 'it is an object';
  return count >= maxInputs ? `there are ${maxInputs} inputs already` : null;
}

interface BodyContext {
  leftOut: string[];
  add(place: 'body', wireName: string, field: FieldInput, sample: unknown): void;
  room(): number;
}

function draftBody(
  { body }: ApiOperation,
  resolver: Resolver,
  { leftOut, add, room }: BodyContext,
): Pick<DraftedInputs, 'bodyType' | 'contentType'> {
  if (body === null) return { bodyType: 'json', contentType: null };
  const type = bodyTypeOf(body.contentType);
  if (type === null) {
    leftOut.push(`the body: it is ${JSON.stringify(body.contentType)}, which is to be written by hand`);
    return { bodyType: 'json', contentType: null };
  }
  const isVendorJson = type === 'json' && !/^(application\/json\b|\*\/\*)/i.test(body.contentType);
  const result = { bodyType: type, contentType: isVendorJson ? body.contentType : null };
  const schema = mergeAll(resolver.resolve(body.schema), resolver);
  const example = asData(body.example);
  const members = Object.entries(asData(schema.properties));
  if (type === 'text' || members.length === 0) {
    const source = {
      name: '',
      schema: body.schema,
      isRequired: body.isRequired,
      description: '',
      list: 'json',
    } as const;
    const field: FieldInput =
      type === 'text' ? { type: 'textarea', ...(body.isRequired && { required: true }) } : draftField(source, resolver);
    if (type === 'form') leftOut.push('the body: the description does not name the fields of its form');
    else
      add(
        'body',
        '',
        field,
        fit(field, body.example ?? sampleOf(body.schema, { resolver, direction: 'sent' }, 'body')),
      );
    return result;
  }
  const required = asList(schema.required);
  for (const [name, member] of members.sort(
    ([a], [b]) => Number(required.includes(b)) - Number(required.includes(a)),
  )) {
    const resolved = mergeAll(resolver.resolve(member), resolver);
    if (resolved.readOnly === true) continue;
    const isPlain = !['array', 'object'].includes(typeOf(resolved) ?? '');
    const reason =
      name === '__proto__'
        ? 'its name cannot be written in a manifest'
        : type === 'form' && !isPlain
          ? 'forms write lists and objects each in their own way'
          : room() <= 0
            ? `there are ${maxInputs} inputs already`
            : null;
    if (reason !== null) {
      leftOut.push(`the member ${JSON.stringify(name)} of the body: ${reason}`);
      continue;
    }
    const isRequired = required.includes(name) && body.isRequired !== false;
    const field = draftField({ name, schema: member, isRequired, description: '', list: 'json' }, resolver);
    const given = Object.hasOwn(example, name)
      ? example[name]
      : sampleOf(member, { resolver, direction: 'sent' }, name);
    add('body', name, field, fit(field, given));
  }
  return result;
}

function bodyTypeOf(contentType: string): BodyType | null {
  if (/^\*\/\*|[/+]json\b/i.test(contentType)) return 'json';
  if (/x-www-form-urlencoded/i.test(contentType)) return 'form';
  return /^text\//i.test(contentType) ? 'text' : null;
}

/** A value the field takes: the given one when it fits, else one that does; undefined when there is none to give. */
function fit(field: FieldInput, value: unknown): unknown {
  switch (field.type) {
    case 'integer':
      return Number.isSafeInteger(Number(value)) && value !== null && isWithin(field, Number(value))
        ? Number(value)
        : (field.min ?? 1);
    case 'number':
      return typeof value === 'number' && isWithin(field, value) ? value : (field.min ?? 1);
    case 'boolean':
      return value === true || value === false ? value : true;
    case 'select':
      return field.options.some((option) => option.value === value) ? value : field.options[0]?.value;
    case 'multi-select':
      return field.options.slice(0, 1).map((option) => option.value);
    case 'json':
      return typeof value === 'object' && value !== null ? value : field.required ? {} : undefined;
    case 'textarea':
      return typeof value === 'string' && value !== '' ? value : 'example';
    default: {
      const text = Array.isArray(value) ? value.join(',') : typeof value === 'object' ? '' : String(value ?? '');
      const line = text.replace(/[\p{Cc}\\]+/gu, ' ').trim();
      return line === '' || line === '.' || line === '..' || line.length > 1_000 ? 'example' : line;
    }
  }
}

function isWithin({ min, max }: { min?: number | undefined; max?: number | undefined }, value: number): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}
