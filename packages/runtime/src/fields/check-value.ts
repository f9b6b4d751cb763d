import type { Field } from '@patchbay/schema';
import { matchesWhole } from './pattern.ts';
import { readMembers } from './read-members.ts';

type FieldOf<Type extends Field['type']> = Extract<Field, { type: Type }>;

const defaultMaxLength = { text: 1_000, textarea: 20_000, secret: 20_000 };
const maxUrlLength = 2_000;

/** What is wrong with a value, as a sentence without its full stop; null when nothing is. Never repeats the value. */
export function checkValue(field: Field, value: unknown): string | null {
  switch (field.type) {
    case 'text':
    case 'textarea':
    case 'secret':
      return checkText(field, value);
    case 'url':
      return checkUrl(field, value);
    case 'integer':
      return Number.isSafeInteger(value) ? checkRange(field, value as number) : 'must be a whole number';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? checkRange(field, value) : 'must be a number';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'select':
      return checkOption(field.options, value);
    case 'multi-select':
      return checkList(value, (item) => checkOption(field.options, item));
    case 'combobox':
      return checkCombobox(field, value);
    case 'file':
      return checkFile(field, value);
    case 'json':
      return typeof value === 'object' ? null : 'must be a JSON object or array';
  }
}

function checkText(field: FieldOf<'text'> | FieldOf<'textarea'> | FieldOf<'secret'>, value: unknown): string | null {
  if (typeof value !== 'string') return 'must be text';
  const max = field.maxLength ?? defaultMaxLength[field.type];
  if (value.length > max) return `must have at most ${max} characters; it has ${value.length}`;
  if (field.minLength !== undefined && value.length < field.minLength)
    return `must have at least ${field.minLength} characters`;
  if (field.type === 'text' && /[\r\n]/.test(value)) return 'must be a single line';
  if (field.pattern !== undefined && !matchesWhole(field.pattern, value))
    return field.patternMessage ?? `must match the pattern ${field.pattern}`;
  if (field.type !== 'secret') return null;
  const members = field.members && readMembers(field.members, value);
  if (members && !members.ok) return members.problem;
  if (!field.formats || field.formats.length === 0) return null;
  if (field.formats.some(({ pattern }) => matchesWhole(pattern, value))) return null;
  return `does not look like ${joinWords(field.formats.map(({ label }) => `a ${label}`))}; check that the whole value was copied`;
}

function checkUrl(field: FieldOf<'url'>, value: unknown): string | null {
  if (typeof value !== 'string') return 'must be text';
  if (value.length > maxUrlLength) return `must have at most ${maxUrlLength} characters`;
  if (/[\s\\]/.test(value)) return 'must not contain spaces or backslashes';
  if (!URL.canParse(value)) return 'must be an address such as https://example.com';
  const url = new URL(value);
  const schemes: readonly string[] = field.schemes;
  if (!schemes.includes(url.protocol.slice(0, -1)))
    return `must begin with ${schemes.map((one) => `${one}://`).join(' or ')}`;
  if (!/^https?:\/\//i.test(value) || url.hostname === '') return 'must be an address such as https://example.com';
  if (url.username !== '' || url.password !== '')
    return 'must not hold a user name or password; use the credential fields';
  if (value.includes('?') || value.includes('#')) return 'must not have a query (?) or a fragment (#)';
  if (!field.path && url.pathname !== '/') return 'must not have a path';
  return null;
}

function checkRange(field: FieldOf<'integer'> | FieldOf<'number'>, value: number): string | null {
  if (field.min !== undefined && value < field.min) return `must be at least ${field.min}`;
  if (field.max !== undefined && value > field.max) return `must be at most ${field.max}`;
  return null;
}

function checkOption(options: readonly { value: string }[], value: unknown): string | null {
  if (options.some((option) => option.value === value)) return null;
  return `must be one of ${options.map((option) => option.value).join(', ')}`;
}

function checkCombobox(field: FieldOf<'combobox'>, value: unknown): string | null {
  const check = (item: unknown) => {
    if (typeof item !== 'string') return 'must be text';
    if (item.length > defaultMaxLength.text) return `must have at most ${defaultMaxLength.text} characters`;
    // Options read from the provider are a help for typing; the provider itself knows what exists.
    return field.options && !field.optionsFrom ? checkOption(field.options, item) : null;
  };
  return field.multiple ? checkList(value, check) : check(value);
}

function checkFile(field: FieldOf<'file'>, value: unknown): string | null {
  if (typeof value !== 'string') return 'must be the text of a file';
  return Buffer.byteLength(value) > field.maxBytes ? `must have at most ${field.maxBytes} bytes` : null;
}

function checkList(value: unknown, check: (item: unknown) => string | null): string | null {
  if (!Array.isArray(value)) return 'must be a list';
  for (const item of value) {
    const problem = check(item);
    if (problem !== null) return problem;
  }
  return null;
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
