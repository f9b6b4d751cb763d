import type { FieldView } from '@patchbay/client';

/**
 * The fields a pasted text names. It understands a whole `.env` file (also with `export`, quotes and comments) and a
 * JSON object, such as a downloaded key file; a field that takes such a file whole gets it whole. Names are compared without case and separators, and a prefix is allowed:
 * GITEA_BASE_URL fills `baseUrl`. Plain values name nothing and give an empty answer.
 */
export function readPastedValues(text: string, fields: readonly FieldView[]): Record<string, string> {
  const pairs = parseJson(text) ?? parseEnv(text);
  const found: Record<string, string> = {};
  for (const field of fields) {
    if (field.members) {
      if (holdsAll(text, field.members)) found[field.name] = text.trim();
      continue;
    }
    const wanted = normalize(field.name);
    const exact = pairs.find(([name]) => normalize(name) === wanted || normalize(name) === normalize(field.label));
    const suffixed = pairs.find(([name]) => wanted.length > 3 && normalize(name).endsWith(wanted));
    const value = (exact ?? suffixed)?.[1];
    if (value !== undefined && value !== '') found[field.name] = value;
  }
  return found;
}

/** Whether a JSON object has a text at each of the dotted paths. */
function holdsAll(text: string, paths: readonly string[]): boolean {
  const document = parseObject(text);
  const valueAt = (path: string) =>
    path
      .split('.')
      .reduce<unknown>(
        (value, name) => (value instanceof Object ? (value as Record<string, unknown>)[name] : undefined),
        document,
      );
  return document !== null && paths.every((path) => typeof valueAt(path) === 'string');
}

function normalize(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function parseJson(text: string): [string, string][] | null {
  const document = parseObject(text);
  if (!document) return null;
  return Object.entries(document)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => [name, String(value)]);
}

function parseObject(text: string): Record<string, unknown> | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function parseEnv(text: string): [string, string][] {
  return text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const match = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (!match?.[1] || match[2] === undefined) return [];
    const quoted = /^(["'])(.*)\1$/.exec(match[2]);
    return [[match[1], quoted?.[2] ?? match[2].replace(/\s+#.*$/, '')]];
  });
}
