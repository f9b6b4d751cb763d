import { PatchbayError } from '@patchbay/schema';
import { LRUCache } from 'lru-cache';
import { type PrimitiveValue, parseTemplate, type Template } from 'url-template';
import { hasDotSegment } from './dot-segments.ts';
import type { Scope } from './template.ts';

interface CompiledPath {
  template: Template;
  variables: Variable[];
  isStatic: boolean;
}

interface Variable {
  name: string;
  /** The name in the expanded template: a value that keeps its reserved characters is written otherwise. */
  key: string;
  isOptional: boolean;
  isReserved: boolean;
}

const compiled = new LRUCache<string, CompiledPath>({ max: 5_000 });

/** Begins no name of an input. */
const reserved = '-reserved.';

/**
 * Expands the RFC 6570 path of a request line. `{owner}` is the input of that name, `{settings.team}` a setting. Throws
 * `invalid_input` when a value is missing or empty, would leave its place in the path (`..`), or would begin a query.
 */
export function expandPath(path: string, scope: Scope): string {
  const { template, variables, isStatic } = compilePath(path);
  if (isStatic) return path;
  const values: Record<string, PrimitiveValue | PrimitiveValue[]> = {};
  for (const { name, key, isOptional, isReserved } of variables) {
    const value = lookup(name, scope);
    if (isOptional && (value === undefined || value === null)) continue;
    const write = (item: unknown) => (isReserved ? shield(check(name, item)) : check(name, item));
    values[key] = Array.isArray(value) ? value.map(write) : write(value);
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
    names.split(',').map((name): Variable => {
      const plain = name.replace(/(:\d+|\*)$/, '');
      const isReserved = operator === '+' || operator === '#';
      const key = isReserved ? `${reserved}${plain}` : plain;
      return { name: plain, key, isOptional: operator !== '' && !isReserved, isReserved };
    }),
  );
  // The same input may stand in a path in both ways.
  const template = path.replace(
    /\{([+#])([^{}]+)\}/g,
    (_, operator: string, names: string) => `{${operator}${names.replace(/[^,]+/g, `${reserved}$&`)}}`,
  );
  const result = { template: parseTemplate(template), variables, isStatic: variables.length === 0 };
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
  // A lone surrogate cannot be encoded.
  return value.toWellFormed();
}

/**
 * `{+name}` lets reserved characters stand. Two of them would end the path, and what looks encoded already is part of the
 * value: a file called `a%20b` is another one than `a b`.
 */
function shield(value: PrimitiveValue): PrimitiveValue {
  if (typeof value !== 'string') return value;
  return value.replaceAll('%', '%25').replaceAll('?', '%3F').replaceAll('#', '%23');
}

function refuse(variables: readonly string[], reason: string): PatchbayError {
  const names = variables.join(', ');
  return new PatchbayError('invalid_input', `${names} ${reason}.`, {
    details: variables.map((path) => ({ path, message: reason })),
  });
}
