import { closestName } from '@patchbay/registry';
import { contractSchema, fixtureSchema, manifestSchema, webhookVectorsSchema } from '@patchbay/schema';
import { z } from 'zod';

/** What a file of a manifest folder is held against. */
export type Vocabulary = 'manifest' | 'contract' | 'fixture' | 'vectors';

const schemas: Readonly<Record<Vocabulary, z.ZodType>> = {
  manifest: manifestSchema,
  contract: contractSchema,
  fixture: fixtureSchema,
  vectors: webhookVectorsSchema,
};
const known = new Map<Vocabulary, readonly (readonly string[])[]>();

/**
 * `did you mean "x"?` for an unknown field, a value that is none of a list, or a name that is none of those declared; null when
 * nothing is near. `whole` is what was held against the schema, `path` the dotted place of the problem in it.
 */
export function suggestSchemaFix(whole: unknown, path: string, message: string, vocabulary: Vocabulary = 'manifest') {
  const field = /^"(.+)" is not a field/.exec(message)?.[1];
  const declared = /^"([^"]+)" is (?:not an? .*|no .*); there (?:is|are) (.+)$/.exec(message);
  const value = declared?.[1] ?? valueAt(whole, path);
  const near = field
    ? closestField(field, valueAt(whole, path.slice(0, -field.length - 1)), fieldSets(vocabulary))
    : typeof value === 'string'
      ? closestWord(value, declared?.[2]?.split(', ') ?? optionsIn(message))
      : null;
  return near === null || near === field || near === value ? null : `did you mean "${near}"?`;
}

/** The value at a dotted path; keys may hold dots themselves. Undefined where there is none. */
export function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const key = Object.keys(value)
    .filter((name) => path === name || path.startsWith(`${name}.`))
    .sort((a, b) => b.length - a.length)[0];
  return key === undefined ? undefined : valueAt((value as Record<string, unknown>)[key], path.slice(key.length + 1));
}

/** Words that a message says are the only ones. */
function optionsIn(message: string): string[] {
  const list = /expected (?:one of )?(.+)$/i.exec(message)?.[1] ?? '';
  return [...list.matchAll(/["']([^"']+)["']/g)].map(([, word = '']) => word);
}

/** Upper and lower case are the smallest difference there is. */
function closestWord(word: string, candidates: readonly string[]): string | null {
  return candidates.find((other) => other.toLowerCase() === word.toLowerCase()) ?? closestName(word, candidates);
}

/** The nearest field of the objects that take what stands beside it; then of any. */
function closestField(field: string, parent: unknown, sets: readonly (readonly string[])[]): string | null {
  const all = [...new Set(sets.flat())];
  const beside = typeof parent === 'object' && parent !== null ? Object.keys(parent) : [];
  const valid = beside.filter((name) => name !== field && all.includes(name));
  const fitting = sets.filter((names) => valid.length > 0 && valid.every((name) => names.includes(name)));
  const open = fitting.flat().filter((name) => !beside.includes(name));
  return closestWord(field, open) ?? closestWord(field, all);
}

/** The names of the fields of each object of a vocabulary. */
function fieldSets(vocabulary: Vocabulary): readonly (readonly string[])[] {
  const found =
    known.get(vocabulary) ?? propertiesIn(z.toJSONSchema(schemas[vocabulary], { io: 'input', unrepresentable: 'any' }));
  known.set(vocabulary, found);
  return found;
}

function propertiesIn(schema: unknown): string[][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, propertyNames } = schema as { properties?: object; propertyNames?: { enum?: string[] } };
  const own = properties && typeof properties === 'object' ? [Object.keys(properties)] : [];
  if (propertyNames?.enum) own.push(propertyNames.enum);
  return [...own, ...Object.values(schema).flatMap(propertiesIn)];
}
