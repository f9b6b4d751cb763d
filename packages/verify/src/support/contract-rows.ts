import type { Contract, Manifest, Operation } from '@patchbay/schema';
import { requestPath } from './templates.ts';

export type ContractRow = Contract['operations'][number];

/** Method and path in the form both sides share: every variable is {}, no trailing slash. */
export function normalisePath(path: string): string {
  const plain = path.replace(/\{[^}]*\}/g, '{}').replace(/\/{2,}/g, '/');
  return plain.length > 1 ? plain.replace(/\/$/, '') : plain;
}

/** The path part of a base URL template: `{settings.baseUrl}/api/v1` → /api/v1. */
export function basePathOf(baseUrl: string | undefined): string {
  const match = /^(?:https?:\/\/[^/]*|\{[^}]+\})(\/.*)?$/.exec(baseUrl ?? '');
  return (match?.[1] ?? '').replace(/\/$/, '');
}

/** The path an operation is sent to, base path included, in the shared form. */
export function fullPathOf(manifest: Manifest, operation: Operation): string {
  const base = basePathOf(operation.baseUrl ?? manifest.http?.baseUrl);
  return normalisePath(base + requestPath(operation.request ?? 'GET /'));
}

export function methodOf(operation: Operation): string {
  return (operation.request ?? '').split(' ')[0] ?? '';
}

/**
 * The row of the contract an operation calls, or null. Operations of one path are told apart by a target header, the action of a form or
 * fixed parameters, and where the protocol tells them apart by something else, by their names.
 */
export function findRow(
  contract: Pick<Contract, 'basePath' | 'operations'>,
  manifest: Manifest,
  operation: Operation,
): ContractRow | null {
  const target = targetOf(operation);
  const rows = rowsAt(contract, `${methodOf(operation)} ${fullPathOf(manifest, operation)}`).filter(
    (row) =>
      (row.target === undefined || row.target === target) &&
      fixedParams(row).every(([name, value]) => operation.query[name] === value),
  );
  const most = Math.max(...rows.map((row) => fixedParams(row).length));
  const closest = rows.filter((row) => fixedParams(row).length === most);
  if (closest.length < 2) return closest[0] ?? null;
  const name = Object.entries(manifest.operations).find(([, each]) => each === operation)?.[0];
  return closest.find((row) => isSameName(row, name)) ?? closest[0] ?? null;
}

const indexes = new WeakMap<object, Map<string, ContractRow[]>>();

/** Rows by method and path. Each contract is sorted once: it may have thousands, and each operation is looked for by several rules. */
function rowsAt(contract: Pick<Contract, 'basePath' | 'operations'>, request: string): readonly ContractRow[] {
  let index = indexes.get(contract);
  if (!index) {
    index = Map.groupBy(contract.operations, (row) => `${row.method} ${normalisePath(contract.basePath + row.path)}`);
    indexes.set(contract, index);
  }
  return index.get(request) ?? [];
}

function isSameName({ operationId }: ContractRow, name: string | undefined): boolean {
  return operationId !== undefined && (name ?? '').toLowerCase().startsWith(operationId.toLowerCase());
}

function fixedParams({ query }: ContractRow): [name: string, value: string][] {
  return [...new URLSearchParams(query)];
}

function targetOf({ headers, bodyType, body }: Operation): unknown {
  const header = Object.entries(headers).find(([name]) => /^x-amz-target$/i.test(name))?.[1];
  if (header !== undefined || bodyType !== 'form' || body === null || typeof body !== 'object') return header;
  return Object.entries(body).find(([name]) => name === 'Action')?.[1];
}

/** Query parameters of a row: its parameters without those of the path. */
export function queryParams(row: ContractRow): string[] {
  const inPath = [...row.path.matchAll(/\{\+?([^}+]+)\+?\}/g)].map((match) => match[1]);
  return [...row.params.filter((name) => !inPath.includes(name)), ...fixedParams(row).map(([name]) => name)];
}

/** Names of the parameters a paginator puts into the query. */
export function paginationParams({ paginate }: Operation): { name: string; path: string }[] {
  if (!paginate) return [];
  const found: { name: string; path: string }[] = [];
  if (paginate.size?.in === 'query') found.push({ name: paginate.size.param, path: 'size.param' });
  if ('param' in paginate && paginate.in === 'query') found.push({ name: paginate.param, path: 'param' });
  if (paginate.type === 'cursor' && 'query' in paginate.to) found.push({ name: paginate.to.query, path: 'to.query' });
  return found;
}

/** Names of the parameters that tell an operation where a sync goes on. */
export function incrementalParams({ syncs }: Manifest): { operation: string; name: string; path: string }[] {
  return Object.entries(syncs).flatMap(([sync, { operation, incremental }]) => {
    if (!incremental || !('in' in incremental) || incremental.in !== 'query') return [];
    const own = `syncs.${sync}.incremental`;
    const found: { operation: string; name: string; path: string }[] = [];
    const asked = incremental.type === 'event_log' ? incremental.operation : operation;
    if (incremental.parameter !== undefined)
      found.push({ operation: asked, name: incremental.parameter, path: `${own}.parameter` });
    if (incremental.type === 'field' && incremental.filter)
      found.push({ operation: asked, name: incremental.filter.parameter, path: `${own}.filter.parameter` });
    return found;
  });
}
