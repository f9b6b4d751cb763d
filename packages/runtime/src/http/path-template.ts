import { PatchbayError } from '@patchbay/schema';
import { LRUCache } from 'lru-cache';
import { type PrimitiveValue, parseTemplate, type Template } from 'url-template';
import { hasDotSegment } from './dot-segments.ts';
import type { Scope } from './template.ts';

interface CompiledPath {
  template: Template;
  variables: { name: string; isOptional: boolean }[];
  isStatic: boolean;
}

const compiled = new LRUCache<string, CompiledPath>({ max: 5_000 });

/**
 * Expands the RFC 6570 path of a request line. `{owner}` is the input of that name, `{settings.team}` a setting. Throws
 * `invalid_input` when a value is missing or empty, would leave its place in the path (`..`), or would begin a query.
 */
export function expandPath(path: string, scope: Scope): string {
  const { template, variables, isStatic } = compilePath(path);
  if (isStatic) return path;
  const values: Record<string, PrimitiveValue | PrimitiveValue[]> = {};
  for (const { name, isOptional } of variables) {
    const value = lookup(name, scope);
    if (isOptional && (value === undefined || value === null)) continue;
    values[name] = Array.isArray(value) ? value.map((item) => check(name, item)) : check(name, value);
  }
  const expanded = template.expand(values);
  if (hasDotSegment(expanded))
    throw refuse(
      variables.map(({ name }) => name),
      'must not contain "." or ".." as a part of the path, in any spelling',
    );
  return expanded;
}

/** The variables of a path: names of inputs, or `settings.x`. */
export function pathVariables(path: string): string[] {
  return compilePath(path).variables.map(({ name }) => name);
}

function compilePath(path: string): CompiledPath {
  const known = compiled.get(path);
  if (known) return known;
  // `{/cursor}` and its like bring their own separator, so that nothing of them is left where the value is missing.
  const variables = [...path.matchAll(/\{([+#./;?&]?)([^{}]+)\}/g)].flatMap(([, operator = '', names = '']) =>
    names.split(',').map((name) => ({
      name: name.replace(/(:\d+|\*)$/, ''),
      isOptional: operator !== '' && operator !== '+' && operator !== '#',
    })),
  );
  const result = { template: parseTemplate(path), variables, isStatic: variables.length === 0 };
  compiled.set(path, result);
  return result;
}

function lookup(variable: string, scope: Scope): unknown {
  const dot = variable.indexOf('.');
  const namespace = dot === -1 ? 'input' : variable.slice(0, dot);
  const name = dot === -1 ? variable : variable.slice(dot + 1);
  const values = scope[namespace as keyof Scope];
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}

function check(variable: string, value: unknown): PrimitiveValue {
  if (value === undefined || value === null || value === '') throw refuse([variable], 'is needed in the path');
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw refuse([variable], 'must be text or a number to stand in the path');
  if (/[\p{Cc}\\]/u.test(value)) throw refuse([variable], 'must not contain a backslash or control characters');
  // {+name} lets reserved characters stand. These two would end the path, and a lone surrogate cannot be encoded.
  return value.toWellFormed().replaceAll('?', '%3F').replaceAll('#', '%23');
}

function refuse(variables: readonly string[], reason: string): PatchbayError {
  const names = variables.join(', ');
  return new PatchbayError('invalid_input', `${names} ${reason}.`, {
    details: variables.map((path) => ({ path, message: reason })),
  });
}
