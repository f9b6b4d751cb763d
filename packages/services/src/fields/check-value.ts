import { readMembers } from '@patchbay/runtime';
import type { Field } from '@patchbay/schema';
import { toWordsList } from '../support/to-words-list.ts';
import type { ServiceDeps } from '../types.ts';
import { checkUrl } from './check-url.ts';
import { matchesPattern } from './matches-pattern.ts';
import { maxLengthOf } from './to-field-view.ts';

type Checked = { value: unknown } | { problem: string };

/** Holds one value against its field. The problem is the rest of a sentence that begins with the field's label. */
export function checkValue(field: Field, value: unknown, egress: ServiceDeps['egress']): Checked {
  switch (field.type) {
    case 'text':
    case 'textarea':
    case 'secret':
      return checkText(field, value);
    case 'url': {
      if (typeof value !== 'string') return { problem: 'must be a web address, given as text' };
      const trimmed = value.trim();
      const problem = checkUrl(field, trimmed, egress);
      return problem ? { problem } : { value: trimmed };
    }
    case 'integer':
    case 'number':
      return checkNumber(field, value);
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { problem: 'must be true or false' };
    case 'select':
      return checkOption(field.options, value);
    case 'multi-select':
      return checkOptions(field.options, value);
    case 'combobox':
      if (field.multiple) return checkOptions(field.options ?? null, value);
      return checkOption(field.options ?? null, value);
    case 'file':
      if (typeof value !== 'string') return { problem: 'must be the content of a file, given as text' };
      return Buffer.byteLength(value) > field.maxBytes
        ? { problem: `is larger than the ${field.maxBytes} bytes allowed` }
        : { value };
    case 'json':
      return typeof value === 'object' ? { value } : { problem: 'must be a JSON object or list' };
  }
}

function checkText(field: Extract<Field, { type: 'text' | 'textarea' | 'secret' }>, value: unknown): Checked {
  if (typeof value !== 'string') return { problem: 'must be text' };
  // What is pasted often brings a space or line end along; a password may hold one on purpose, so only known shapes are trimmed.
  const isTrimmed = field.type !== 'secret' || field.formats !== undefined || field.members !== undefined;
  const text = isTrimmed ? value.trim() : value;
  const maxLength = maxLengthOf(field);
  if (maxLength !== null && text.length > maxLength) return { problem: `is longer than ${maxLength} characters` };
  if (field.minLength !== undefined && text.length < field.minLength) {
    return { problem: `must have at least ${field.minLength} characters` };
  }
  if (hasControlCharacters(text, field.type !== 'text')) {
    return {
      problem: field.type === 'text' ? 'must be one line without control characters' : 'holds a control character',
    };
  }
  if (field.pattern !== undefined && !matchesPattern(field.pattern, text)) {
    return {
      problem:
        field.patternMessage ??
        `does not have the expected form${field.placeholder ? `, such as ${field.placeholder}` : ''}`,
    };
  }
  if (field.type === 'secret' && field.formats && !field.formats.some(({ pattern }) => matchesPattern(pattern, text))) {
    return {
      problem: `does not look like ${field.formats.map(({ label }) => withArticle(label)).join(' or ')}; copy it whole, without quotes`,
    };
  }
  const members = field.type === 'secret' && field.members ? readMembers(field.members, text) : null;
  return members && !members.ok ? { problem: members.problem } : { value: text };
}

function checkNumber(field: Extract<Field, { type: 'integer' | 'number' }>, value: unknown): Checked {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { problem: 'must be a number' };
  if (field.type === 'integer' && !Number.isInteger(value)) return { problem: 'must be a whole number' };
  if (field.min !== undefined && value < field.min) return { problem: `must be at least ${field.min}` };
  if (field.max !== undefined && value > field.max) return { problem: `must be at most ${field.max}` };
  return { value };
}

function checkOption(options: { value: string }[] | null, value: unknown): Checked {
  if (typeof value !== 'string' || value.length > 1_000) return { problem: 'must be text of at most 1 000 characters' };
  if (options === null || options.some((option) => option.value === value)) return { value };
  return { problem: `must be one of ${toWordsList(options.map((option) => option.value))}` };
}

function checkOptions(options: { value: string }[] | null, value: unknown): Checked {
  if (!Array.isArray(value)) return { problem: 'must be a list' };
  for (const item of value) {
    const checked = checkOption(options, item);
    if ('problem' in checked) return checked;
  }
  return { value };
}

function hasControlCharacters(text: string, linesAllowed: boolean): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 32 && code !== 127) continue;
    if (linesAllowed && (code === 9 || code === 10 || code === 13)) continue;
    return true;
  }
  return false;
}

function withArticle(label: string): string {
  return `${/^[aeiou]/i.test(label) ? 'an' : 'a'} ${label}`;
}
