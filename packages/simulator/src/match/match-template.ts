import { placeholdersOf } from '@patchbay/runtime';
import type { TemplateValue } from '@patchbay/schema';

/**
 * How well a value fits a template: the number of literal parts that are there, or null when one is not. What a placeholder stands for
 * may be anything, and may be missing.
 */
export function matchTemplate(template: TemplateValue, value: unknown): number | null {
  if (typeof template === 'string') return matchText(template, value);
  if (Array.isArray(template)) return matchList(template, value);
  if (typeof template !== 'object' || template === null)
    return template === value || String(template) === String(value) ? 1 : null;
  return matchObject(template, value);
}

function matchText(template: string, value: unknown): number | null {
  const names = placeholdersOf(template);
  if (names.length === 0) return String(value) === template ? 1 : null;
  if (value === undefined || value === null) return 0;
  if (names.length === 1 && template === `{${names[0]}}`) return 0.5;
  const parts = names.reduce((text, name) => text.replaceAll(`{${name}}`, '\u0000'), template).split('\u0000');
  return holdsInOrder(String(value), parts) ? 1 : null;
}

/** Whether a text begins with the first part, ends with the last and has the others between, in one pass: bodies may be large. */
function holdsInOrder(text: string, parts: readonly string[]): boolean {
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= text.length - last.length;
}

function matchList(template: readonly TemplateValue[], value: unknown): number | null {
  const given = Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (template.length !== given.length) return template.every(isOpen) ? 0 : null;
  return sum(template.map((item, index) => matchTemplate(item, given[index])));
}

function matchObject(template: { [key: string]: TemplateValue }, value: unknown): number | null {
  if (value === undefined || value === null) return Object.values(template).every(isOpen) ? 0 : null;
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  const given = value as Record<string, unknown>;
  return sum(
    Object.entries(template).map(([key, item]) =>
      given[key] === undefined && isOpen(item) ? 0 : matchTemplate(item, given[key]),
    ),
  );
}

/** Whether rendering may leave it out. */
function isOpen(template: TemplateValue): boolean {
  if (typeof template === 'string') return placeholdersOf(template).length > 0;
  if (Array.isArray(template)) return template.every(isOpen);
  return typeof template === 'object' && template !== null && Object.values(template).every(isOpen);
}

function sum(scores: readonly (number | null)[]): number | null {
  let total = 0;
  for (const score of scores) {
    if (score === null) return null;
    total += score;
  }
  return total;
}
