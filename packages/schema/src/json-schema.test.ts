import { expect, test } from 'vitest';
import { manifestJsonSchema } from './json-schema.ts';

interface Node {
  $ref?: string;
  const?: unknown;
  description?: string;
  properties?: Record<string, Node>;
  anyOf?: Node[];
  oneOf?: Node[];
  items?: Node;
  additionalProperties?: Node | boolean;
  $defs?: Record<string, Node>;
}

/** Paths of properties without a description. A constant explains itself. */
function undocumented(root: Node): string[] {
  const found = new Set<string>();
  const seen = new Set<Node>();
  const target = (node: Node): Node => (node.$ref ? (root.$defs?.[node.$ref.replace('#/$defs/', '')] ?? node) : node);
  const descriptionOf = (node: Node): string | undefined =>
    node.description ?? (node.$ref ? descriptionOf(target(node)) : undefined);
  const walk = (given: Node, path: string): void => {
    const node = target(given);
    if (seen.has(node)) return;
    seen.add(node);
    if (node.$ref) walk(node, path);
    for (const [name, property] of Object.entries(node.properties ?? {})) {
      if (!descriptionOf(property) && target(property).const === undefined) found.add(`${path}.${name}`);
      walk(property, `${path}.${name}`);
    }
    for (const variant of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) walk(variant, path);
    if (node.items) walk(node.items, `${path}[]`);
    if (typeof node.additionalProperties === 'object') walk(node.additionalProperties, `${path}{}`);
  };
  walk(root, 'manifest');
  return [...found];
}

test('every field of the vocabulary is documented', () => {
  expect(undocumented(manifestJsonSchema() as Node)).toEqual([]);
});

test('the check above finds a field without a text', () => {
  expect(undocumented({ properties: { a: { properties: { b: {} } } } })).toEqual(['manifest.a', 'manifest.a.b']);
});

test('the schema is JSON Schema 2020-12 of the form people write: fields with defaults are not required', () => {
  const schema = manifestJsonSchema() as { $schema: string; required: string[]; additionalProperties: boolean };
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(schema.required).toContain('id');
  expect(schema.required).not.toContain('tags');
  expect(schema.additionalProperties).toBe(false);
});
