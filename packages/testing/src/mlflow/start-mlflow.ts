// An MLflow tracking server as its protocol files describe it (mlflow/protos/service.proto and model_registry.proto): registered models,
// their versions, experiments, page tokens, error codes, and its own sign-in. What the contract does not name is refused.
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LocalServer, startServer } from '../http-server/start-server.ts';

export interface MlflowModelVersion {
  version: string;
  current_stage?: string;
  status?: string;
  run_id?: string;
  description?: string;
}

export interface MlflowModel {
  name: string;
  description?: string;
  tags?: { key: string; value: string }[];
  aliases?: { alias: string; version: string }[];
  versions: MlflowModelVersion[];
}

export interface Mlflow {
  /** The address for people, without /api. */
  url: string;
  /** Change it as you like; the next request sees it. */
  models: MlflowModel[];
  /** Null: for everybody. */
  protection: { type: 'basic'; username: string; password: string } | { type: 'token'; token: string } | null;
  /** Asked before each answer; giving true means that it has answered. */
  onRequest: ((url: URL, response: ServerResponse) => boolean) | null;
  requests: LocalServer['requests'];
  stop(): Promise<void>;
}

interface Contract {
  operations: { method: string; path: string; params: string[] }[];
}

/** The instants are fixed, so that reading twice gives the same. */
const createdAt = 1_763_452_800_000;
const updatedAt = 1_763_539_200_000;

const contractUrl = new URL('../../../../manifests/mlflow/contract.json', import.meta.url);

export async function startMlflow(models: MlflowModel[] = []): Promise<Mlflow> {
  const contract = JSON.parse(await readFile(contractUrl, 'utf8')) as Contract;
  const state: Pick<Mlflow, 'models' | 'protection' | 'onRequest'> = { models, protection: null, onRequest: null };
  const server = await startServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (state.onRequest?.(url, response)) return;
    answer(state, contract, request, response, url);
  });
  return Object.assign(state, { url: server.url, requests: server.requests, stop: () => server.stop() });
}

function answer(
  state: Pick<Mlflow, 'models' | 'protection'>,
  { operations }: Contract,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): void {
  const send = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const refuse = (message: string) => send(400, { error_code: 'INVALID_PARAMETER_VALUE', message });
  if (!isLetIn(state, request.headers.authorization)) {
    response.writeHead(401, { 'content-type': 'text/plain', 'www-authenticate': 'Basic realm="mlflow"' });
    response.end('You are not authenticated. Please see the documentation on how to authenticate.');
    return;
  }
  const operation = operations.find(({ method, path }) => method === request.method && path === url.pathname);
  if (!operation) {
    send(404, { error_code: 'ENDPOINT_NOT_FOUND', message: `no handler for ${request.method} ${url.pathname}` });
    return;
  }
  const unknown = [...url.searchParams.keys()].find((name) => !operation.params.includes(name));
  if (unknown !== undefined) return void refuse(`there is no parameter "${unknown}"`);
  const lists: Record<string, () => [string, unknown[], number]> = {
    '/api/2.0/mlflow/experiments/search': () => [
      'experiments',
      [{ experiment_id: '0', name: 'Default', lifecycle_stage: 'active' }],
      50_000,
    ],
    '/api/2.0/mlflow/registered-models/search': () => ['registered_models', state.models.map(toModel), 1_000],
    '/api/2.0/mlflow/model-versions/search': () => [
      'model_versions',
      state.models.flatMap((model) => model.versions.map((version) => toVersion(model.name, version))),
      200_000,
    ],
  };
  const list = lists[url.pathname]?.();
  if (!list) return void send(501, { error_code: 'INTERNAL_ERROR', message: 'this server only lists' });
  const [name, items, most] = list;
  const limit = Number(url.searchParams.get('max_results') ?? '100');
  if (!Number.isInteger(limit) || limit < 1 || limit > most)
    return void refuse(`max_results must be from 1 to ${most}`);
  const offset = toOffset(url.searchParams.get('page_token'));
  if (offset === null) return void refuse('Invalid page token, could not base64-decode');
  const end = offset + limit;
  const token = Buffer.from(JSON.stringify({ offset: end })).toString('base64');
  send(200, { [name]: items.slice(offset, end), ...(end < items.length && { next_page_token: token }) });
}

function toOffset(token: string | null): number | null {
  if (token === null || token === '') return 0;
  try {
    const { offset } = JSON.parse(Buffer.from(token, 'base64').toString()) as { offset?: unknown };
    return typeof offset === 'number' ? offset : null;
  } catch {
    return null;
  }
}

function toModel({ versions, ...model }: MlflowModel) {
  return {
    ...model,
    creation_timestamp: createdAt,
    last_updated_timestamp: updatedAt,
    latest_versions: versions.map((version) => toVersion(model.name, version)),
  };
}

function toVersion(name: string, version: MlflowModelVersion) {
  return {
    name,
    current_stage: 'None',
    status: 'READY',
    ...version,
    creation_timestamp: createdAt,
    last_updated_timestamp: updatedAt,
  };
}

function isLetIn({ protection }: Pick<Mlflow, 'protection'>, authorization: string | undefined): boolean {
  if (protection === null) return true;
  if (protection.type === 'token') return authorization === `Bearer ${protection.token}`;
  const pair = Buffer.from(`${protection.username}:${protection.password}`).toString('base64');
  return authorization === `Basic ${pair}`;
}
