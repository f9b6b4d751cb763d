import { isScalar, parseDocument, visit } from 'yaml';

/** Reads YAML of a stranger: aliases do not multiply without end, and a key that stands twice in one place is an error. Throws with a sentence. */
export function parseYaml(text: string): unknown {
  // The library looks for keys that stand twice by holding each against all others: minutes for the paths of a large description.
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'error' });
  for (const error of document.errors) throw error;
  visit(document, {
    Map(_, { items }) {
      const known = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (known.has(key.value)) throw new Error(`the key "${key.value}" stands twice in one place`);
        known.add(key.value);
      }
    },
  });
  return document.toJS({ maxAliasCount: 1_000 });
}
