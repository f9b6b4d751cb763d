import { toText } from './template.ts';

/** Query parameters by name; an array repeats the name, null and undefined are left out. */
export type QueryValues = Readonly<Record<string, unknown>>;

/** Writes a query in the order given, percent-encoded, without the question mark. */
export function writeQuery(...sources: readonly QueryValues[]): string {
  const merged = new Map<string, unknown>();
  for (const source of sources) for (const [name, value] of Object.entries(source)) merged.set(name, value);
  const pairs: string[] = [];
  for (const [name, value] of merged) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item === undefined || item === null) continue;
      pairs.push(`${encode(name)}=${encode(toText(item))}`);
    }
  }
  return pairs.join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
