// What Vault's official description of its HTTP API says of the calls that are made to it; contract.json names where each part is from.
import { readFileSync } from 'node:fs';
import { explainMismatch, type Schema } from './explain-mismatch.ts';

export interface VaultOperation {
  method: string;
  /** Below the base path; a placeholder may stand for several segments, as mounts and secrets have them. */
  path: string;
  operationId: string;
  /** It is answered without a token. */
  isOpen?: boolean;
  /** The body is the answer itself, without an envelope. */
  isBare?: boolean;
  query?: Record<string, Schema & { isRequired?: boolean }>;
  /** Name of the schema of what is sent; without one nothing may be sent. */
  body?: string;
  /** By status, the name of the schema of `data`; null where there is none. */
  answers: Record<string, string | null>;
  /** The answer holds a token, in `auth`. */
  auth?: boolean;
}

export interface VaultCall {
  method: string;
  /** Path and query. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface VaultMatch {
  operation: VaultOperation;
  /** What stands for the placeholders of the path. */
  params: Record<string, string>;
  query: URLSearchParams;
}

interface Contract {
  basePath: string;
  operations: VaultOperation[];
  schemas: Record<string, Schema>;
}

const contract = JSON.parse(readFileSync(new URL('contract.json', import.meta.url), 'utf8')) as Contract;
const patterns = contract.operations.map((operation) => ({ operation, pattern: toPattern(operation.path) }));

export const vaultOperations: readonly VaultOperation[] = contract.operations;

/** The operation that is called, or null where the contract has none. */
export function matchVaultCall({ method, url }: Pick<VaultCall, 'method' | 'url'>): VaultMatch | null {
  const [path = '', search = ''] = url.split('?');
  if (!path.startsWith(`${contract.basePath}/`)) return null;
  const below = path.slice(contract.basePath.length);
  for (const { operation, pattern } of patterns) {
    const found = operation.method === method ? pattern.exec(below) : null;
    if (!found) continue;
    const params = Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]);
    return { operation, params: Object.fromEntries(params), query: new URLSearchParams(search) };
  }
  return null;
}

/** Where a request departs from the contract, a sentence each. */
export function checkVaultRequest(call: VaultCall): string[] {
  const match = matchVaultCall(call);
  if (!match) return [`${call.method} ${call.url} is no operation of the contract`];
  const { operation, query } = match;
  return [...checkHeaders(call, operation), ...checkQuery(operation, query), ...checkBody(call, operation)].map(
    (problem) => `${operation.operationId}: ${problem}`,
  );
}

/** Where an answer departs from the contract. Errors have one shape, whatever was asked. */
export function checkVaultAnswer(operation: VaultOperation, status: number, body: unknown): string[] {
  const name = operation.answers[status];
  const isError = typeof body === 'object' && body !== null && 'errors' in body;
  if (isError && status >= 400) return explain(body, 'Errors');
  if (name === undefined) return [`it does not answer with ${status}`];
  if (status === 204) return body === undefined ? [] : ['204 has no body'];
  if (operation.isBare) return explain(body, name ?? '');
  const { data, auth } = body as { data?: unknown; auth?: unknown };
  return [
    ...explain(body, 'Envelope'),
    ...(name === null ? [] : explain(data, name, 'data')),
    ...(operation.auth ? explain(auth, 'Auth', 'auth') : []),
  ];
}

function checkHeaders({ headers, body }: VaultCall, operation: VaultOperation): string[] {
  const problems: string[] = [];
  // Vault Agent and Vault Proxy may be set to demand it (require_request_header), against requests forged on the server's side.
  if (headers['x-vault-request'] !== 'true') problems.push('X-Vault-Request must be true');
  const token = headers['x-vault-token'];
  if (operation.isOpen !== true && !/^[\x21-\x7e]+$/.test(String(token ?? ''))) problems.push('it needs X-Vault-Token');
  const namespace = headers['x-vault-namespace'];
  if (namespace !== undefined && !/^[^/\s]+(\/[^/\s]+)*\/?$/.test(String(namespace))) {
    problems.push(`X-Vault-Namespace is no path of namespaces: ${String(namespace)}`);
  }
  if (body !== '' && !/^application\/json\b/.test(String(headers['content-type'] ?? ''))) {
    problems.push('what is sent must be declared as application/json');
  }
  return problems;
}

function checkQuery({ query: known = {} }: VaultOperation, query: URLSearchParams): string[] {
  const missing = Object.entries(known)
    .filter(([name, { isRequired }]) => isRequired && !query.has(name))
    .map(([name]) => `it needs the parameter ${name}`);
  const wrong = [...query].flatMap(([name, text]) => {
    const schema = known[name];
    return schema ? explainMismatch(readText(text, schema), schema, {}, name) : [`there is no parameter ${name}`];
  });
  return [...missing, ...wrong];
}

function checkBody({ body }: VaultCall, { body: name }: VaultOperation): string[] {
  if (name === undefined) return body === '' ? [] : ['it takes no body'];
  if (body === '') return ['it needs a body'];
  try {
    return explain(JSON.parse(body), name);
  } catch {
    return ['its body is no JSON'];
  }
}

function explain(value: unknown, name: string, place?: string): string[] {
  const schema = contract.schemas[name];
  if (!schema) throw new Error(`The contract has no schema ${name}.`);
  return explainMismatch(value, schema, contract.schemas, place);
}

/** A parameter is text; numbers and truth values are read from it. */
function readText(text: string, { type }: Schema): unknown {
  if (type === 'integer') return /^\d+$/.test(text) ? Number(text) : text;
  if (type === 'boolean') return ['true', 'false'].includes(text) ? text === 'true' : text;
  return text;
}

/** No secret ends with a slash, which asks for a list; no mount begins as what is always there does. */
function toPattern(path: string): RegExp {
  const source = path
    .replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
      name === 'path' ? '(?<path>.*[^/])' : `(?<${name}>(?!sys/|auth/|token/).+?)`,
    )
    .replace('(?<path>.*[^/])/', '(?<path>.*[^/])/');
  return new RegExp(`^${source}$`);
}
