import { compile, type JSONValue, registerFunction, TreeInterpreter, TYPE_ANY } from '@jmespath-community/jmespath';
import { LRUCache } from 'lru-cache';
import { ProviderError } from '../errors/provider-error.ts';

type Compiled = ReturnType<typeof compile>;

const compiled = new LRUCache<string, Compiled>({ max: 5_000 });

// The library keeps its functions in one table for the process, so they are added once, when this file is loaded.
registerFunction('epoch_to_iso', ([value]) => toIso(value, 1000), [{ types: [TYPE_ANY] }], { override: true });
registerFunction('epoch_ms_to_iso', ([value]) => toIso(value, 1), [{ types: [TYPE_ANY] }], { override: true });

/**
 * Evaluates a JMESPath expression of a manifest over an answer. Compiled once. A function that meets a type it does not take
 * is a fault of the manifest: ProviderError `bug` that names the expression, never the data.
 */
export function select(expression: string, data: unknown): unknown {
  // Most lists and many results are the body as it is.
  if (expression === '@') return data;
  let tree = compiled.get(expression);
  try {
    if (!tree) {
      tree = compile(expression);
      compiled.set(expression, tree);
    }
    return TreeInterpreter.search(tree, data as JSONValue);
  } catch (cause) {
    throw new ProviderError(
      'bug',
      `The answer does not fit the expression "${shorten(expression)}" of the manifest (${reasonOf(cause)}).`,
    );
  }
}

/** True as JMESPath sees it: everything but null, false, '', [] and {}. */
export function selectFlag(expression: string, data: unknown): boolean {
  const value = select(expression, data);
  if (value === null || value === undefined || value === false || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' ? Object.keys(value).length > 0 : true;
}

/** The value as text, or null when there is none. Numbers and flags are written out; objects are no text. */
export function selectText(expression: string, data: unknown): string | null {
  const value = select(expression, data);
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function toIso(value: unknown, unitMs: number): string | null {
  if (value === null || value === undefined || value === '') return null;
  const moment = new Date(Number(value) * unitMs);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

function reasonOf(cause: unknown): string {
  // The library's messages name functions and types; anything after a colon may quote the data.
  const name = cause instanceof Error ? cause.name : 'error';
  const message = cause instanceof Error ? cause.message.split(/[:\n]/)[0] : '';
  return `${name} ${shorten(message ?? '')}`.trim();
}
