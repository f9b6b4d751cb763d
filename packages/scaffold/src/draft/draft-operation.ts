import type { ManifestInput } from '@patchbay/schema';
import type { Resolver } from '../api/resolver.ts';
import { firstSentence } from '../api/sentence.ts';
import type { ApiOperation } from '../api/types.ts';
import { type DraftedInput, draftInputs } from './draft-inputs.ts';
import { type DraftedPagination, draftPagination } from './draft-pagination.ts';
import { findItems } from './find-items.ts';
import { wordsOf } from './names.ts';
import { toExpression } from './walk-schema.ts';

export type OperationInput = ManifestInput['operations'][string];

/** An operation of the manifest, with what fixtures need to know of it. */
export interface DraftedOperation {
  name: string;
  api: ApiOperation;
  operation: OperationInput;
  inputs: readonly DraftedInput[];
  /** Where the items stand in an answer; null when it is no list. */
  items: readonly string[] | null;
  pagination: DraftedPagination | null;
  /** For who finishes the manifest by hand, a sentence each. */
  notes: readonly string[];
}

export interface DraftOperationOptions {
  name: string;
  /** Whether contracts take it for a list with pages. */
  isPaged: boolean;
  resolver: Resolver;
  /** Where the call is documented, when no description proves it. */
  source?: string | undefined;
  /** Scopes it needs, by the description's security. */
  scopes: readonly string[];
}

/** Describes one call: request, inputs, body, items and pages. */
export function draftOperation(api: ApiOperation, options: DraftOperationOptions): DraftedOperation {
  const { name, resolver, isPaged, source, scopes } = options;
  const items = findItems(api, resolver, isPaged);
  const pagination = items === null ? null : draftPagination(api, items, resolver);
  const { inputs, bodyType, contentType, leftOut } = draftInputs(api, pagination?.parameters ?? [], resolver);
  const response = responseOf(api);
  const accept = api.success?.contentType ?? null;
  const headers = {
    ...(response === 'json' && accept !== null && isVendorJson(accept) && { accept }),
    ...(contentType !== null && { 'content-type': contentType }),
    ...templates(inputs, 'header'),
  };
  const body = bodyOf(inputs);
  const example = exampleOf(inputs);
  const operation: OperationInput = {
    description: describe(api, name),
    request: requestLine(api, inputs),
    safety: safetyOf(api.method),
    ...(scopes.length > 0 && { scopes: [...scopes] }),
    ...(inputs.length > 0 && { input: Object.fromEntries(inputs.map(({ name: key, field }) => [key, field])) }),
    ...given('query', templates(inputs, 'query')),
    ...given('headers', headers),
    ...(bodyType !== 'json' && body !== undefined && { bodyType }),
    ...(body !== undefined && { body }),
    ...(response !== 'json' && { response }),
    ...(items !== null && { items: items.length === 0 ? '@' : toExpression(items) }),
    ...(pagination && { paginate: pagination.paginate }),
    ...(isPaged && pagination === null && { unpaginatedReason: unpaginatedReason(items) }),
    ...(Object.keys(example).length > 0 && { example }),
    ...(source !== undefined && { source }),
    ...(api.isDeprecated && { deprecated: 'The description calls it deprecated; use the call that replaces it.' }),
  };
  const notes = [
    ...leftOut.map((what) => `${name} leaves out ${what}.`),
    ...(isPaged && pagination === null
      ? [`${name} turns pages in a way the description does not tell; give it a \`paginate\`.`]
      : []),
    ...(api.success === null ? [`${name} has no success in the description, so what it answers is not known.`] : []),
    ...(api.isDeprecated ? [`${name} is deprecated; better take the call that replaces it.`] : []),
  ];
  return { name, api, operation, inputs, items, pagination, notes };
}

/** The description's own words, else the name of the call as a sentence. */
function describe({ summary, description }: ApiOperation, name: string): string {
  const text = [summary, firstSentence(description)].find((one) => one.length >= 3 && !/^(note|warning)\b/i.test(one));
  if (text !== undefined) return /[.!?…]$/.test(text) ? text : `${text}.`;
  const words = wordsOf(name).join(' ').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** A path whose variables are named like the inputs. */
function requestLine({ method, path }: ApiOperation, inputs: readonly DraftedInput[]): string {
  const inPath = inputs.filter(({ place }) => place === 'path');
  const line = path.replace(/\{([^{}]+)\}/g, (text, wireName: string) => {
    const input = inPath.find((one) => one.wireName === wireName);
    return input ? `{${input.name}}` : text;
  });
  return `${method} ${line}`;
}

/** What a method does, unless somebody knows better. */
export function safetyOf(method: string): OperationInput['safety'] {
  if (method === 'DELETE') return 'destructive';
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? 'read' : 'write';
}

function templates(inputs: readonly DraftedInput[], place: DraftedInput['place']): Record<string, string> {
  const own = inputs.filter((input) => input.place === place);
  return Object.fromEntries(own.map(({ name, wireName }) => [wireName, `{input.${name}}`]));
}

function bodyOf(inputs: readonly DraftedInput[]): OperationInput['body'] {
  const members = inputs.filter(({ place }) => place === 'body');
  const [first] = members;
  if (!first) return undefined;
  return first.wireName === '' ? `{input.${first.name}}` : templates(members, 'body');
}

function given(key: 'query' | 'headers', values: Record<string, string>): Partial<OperationInput> {
  return Object.keys(values).length > 0 ? { [key]: values } : {};
}

/** What is needed to call it, for showing and for trying. */
function exampleOf(inputs: readonly DraftedInput[]): Record<string, unknown> {
  const required = inputs.filter(({ field, sample }) => field.required && sample !== undefined);
  return Object.fromEntries(required.map(({ name, sample }) => [name, sample]));
}

function responseOf({ success }: ApiOperation): NonNullable<OperationInput['response']> {
  if (success === null) return 'json';
  const { contentType, status } = success;
  if (contentType === null) return status === 200 || status === 201 ? 'json' : 'none';
  if (/^\*\/\*|[/+]json\b/i.test(contentType)) return 'json';
  if (/[/+]xml\b/i.test(contentType)) return 'xml';
  return /^text\//i.test(contentType) ? 'text' : 'bytes';
}

function isVendorJson(contentType: string): boolean {
  return !/^(application\/json\b|\*\/\*)/i.test(contentType);
}

function unpaginatedReason(items: readonly string[] | null): string {
  return items === null
    ? 'The description does not tell where its items stand.'
    : 'The description names no parameter that leads to a next page.';
}
