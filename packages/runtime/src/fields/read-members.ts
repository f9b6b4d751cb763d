/** What stands in a JSON text, or what is wrong with it: a sentence without its subject and full stop. Never repeats the text. */
export type Members = { ok: true; values: Record<string, string> } | { ok: false; problem: string };

/** Reads texts out of a JSON object by their dotted paths. All of them must be there. */
export function readMembers(paths: Readonly<Record<string, string>>, text: string): Members {
  const document = parseObject(text);
  if (!document) return { ok: false, problem: 'must be the whole JSON text, from its first { to its last }' };
  const values: Record<string, string> = {};
  for (const [name, path] of Object.entries(paths)) {
    const value = path.split('.').reduce<unknown>(memberOf, document);
    if (typeof value !== 'string' || value === '') return { ok: false, problem: `holds no text called ${path}` };
    values[name] = value;
  }
  return { ok: true, values };
}

function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    // The message of the parser repeats some of the text.
    return null;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
