import type { TemplateValue } from '@patchbay/schema';
import { LRUCache } from 'lru-cache';

/** Values placeholders may name, by namespace: settings, credentials, input, … */
export type Scope = Readonly<Partial<Record<Namespace, Readonly<Record<string, unknown>>>>>;

const namespaces = [
  'settings',
  'credentials',
  'input',
  'connection',
  'steps',
  'parent',
  'page',
  'preflight',
  'variables',
  'app',
] as const;
export type Namespace = (typeof namespaces)[number];

type Part = string | { namespace: Namespace; name: string };

const placeholder = new RegExp(`\\{(${namespaces.join('|')})\\.([A-Za-z0-9_-]+)\\}`, 'g');
const parsed = new LRUCache<string, readonly Part[]>({ max: 5_000 });

/**
 * Fills in plain data. A string that is one placeholder keeps the type of the value; a longer string becomes text. Where a
 * value is missing the whole string is left out: undefined here, no key in an object, no element in an array.
 */
export function renderValue(template: TemplateValue, scope: Scope): unknown {
  if (typeof template === 'string') return renderString(template, scope);
  if (Array.isArray(template))
    return template.map((item) => renderValue(item, scope)).filter((item) => item !== undefined);
  if (typeof template !== 'object' || template === null) return template;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(template)) {
    const value = renderValue(item, scope);
    // defineProperty in disguise: a key called __proto__ must stay a plain key.
    if (value !== undefined)
      Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return result;
}

/** Fills in text; undefined when a value it needs is missing. */
export function renderText(template: string, scope: Scope): string | undefined {
  const value = renderString(template, scope);
  return value === undefined ? undefined : toText(value);
}

/** A value as it stands in a URL, a header or a longer text. */
export function toText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** The placeholders of a template, as `namespace.name`. */
export function placeholdersOf(template: string): string[] {
  return parse(template).flatMap((part) => (typeof part === 'string' ? [] : [`${part.namespace}.${part.name}`]));
}

function renderString(template: string, scope: Scope): unknown {
  if (!template.includes('{')) return template;
  const parts = parse(template);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && typeof only !== 'string') return lookup(only, scope);
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = lookup(part, scope);
    if (value === undefined || value === null) return undefined;
    text += toText(value);
  }
  return text;
}

function lookup({ namespace, name }: Exclude<Part, string>, scope: Scope): unknown {
  const values = scope[namespace];
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}

function parse(template: string): readonly Part[] {
  const known = parsed.get(template);
  if (known) return known;
  const parts: Part[] = [];
  let end = 0;
  for (const match of template.matchAll(placeholder)) {
    if (match.index > end) parts.push(template.slice(end, match.index));
    parts.push({ namespace: match[1] as Namespace, name: match[2] ?? '' });
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push(template.slice(end));
  parsed.set(template, parts);
  return parts;
}
