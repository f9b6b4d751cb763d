import { suggest } from '@patchbay/verify';
import type { Api, ApiOperationRef } from './api/types.ts';

/** Operations that were asked for, found; and what there is instead of those that were not. */
export interface ChosenOperations {
  found: ApiOperationRef[];
  /** A sentence each. */
  problems: string[];
}

/** Finds operations by operationId or by method and path, `GET /projects/{id}`; names of variables do not matter. */
export function chooseOperations(api: Api, wanted: readonly string[]): ChosenOperations {
  const byId = new Map(
    api.operations.filter(({ operationId }) => operationId !== '').map((ref) => [ref.operationId, ref]),
  );
  const byLine = new Map(api.operations.map((ref) => [keyOf(ref.method, ref.path), ref]));
  const found = new Map<string, ApiOperationRef>();
  const problems: string[] = [];
  for (const name of wanted) {
    const [, method = '', path = ''] = /^([A-Za-z]+)\s+(\S.*)$/.exec(name) ?? [];
    const ref = byId.get(name) ?? (method === '' ? undefined : byLine.get(keyOf(method, path)));
    const unfit = ref && unfitReason(ref);
    if (ref && unfit === null) found.set(keyOf(ref.method, ref.path), ref);
    else if (ref) problems.push(`${JSON.stringify(name)} cannot be called: ${unfit}.`);
    else {
      const lines = api.operations.filter((one) => method === '' || one.method === method.toUpperCase()).map(lineOf);
      const hint = method === '' ? suggest(name, [...byId.keys()]) : suggest(`${method.toUpperCase()} ${path}`, lines);
      problems.push(`There is no operation ${JSON.stringify(name)}; ${hint}`);
    }
  }
  return { found: [...found.values()], problems };
}

/** Lines that tell which operations there are: how to name each, and what it does. */
export function listOperations(api: Api): string[] {
  const refs = api.operations.filter((ref) => unfitReason(ref) === null);
  const names = refs.map((ref) => ref.operationId || lineOf(ref));
  const width = Math.min(50, Math.max(0, ...names.map((name) => name.length)));
  return refs.map((ref, index) => {
    const about = [ref.operationId === '' ? '' : lineOf(ref), ref.summary].filter((text) => text !== '').join('  ');
    return `${(names[index] ?? '').padEnd(width)}  ${about}`.trimEnd();
  });
}

function lineOf({ method, path }: ApiOperationRef): string {
  return `${method} ${path}`;
}

function keyOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '{}').replace(/(.)\/$/, '$1')}`;
}

/** Why a path cannot stand in a request line; null when it can. */
export function unfitReason({ path }: Pick<ApiOperationRef, 'path'>): string | null {
  if (!path.startsWith('/')) return 'its path does not begin with a slash';
  if (/[?#]/.test(path)) return 'its path holds a query, which belongs into parameters';
  const literals = path.replace(/\{[A-Za-z_][\w.\-$]*\}/g, '');
  if (/[{}]/.test(literals)) return 'the braces in its path are no plain variables';
  if (/[^\x21-\x7e]|[\\"<>^`|]/.test(literals)) return 'its path has characters that no path of a request may have';
  return literals.split('/').some((part) => part === '..' || part === '.') ? 'its path climbs out of its place' : null;
}
