import { randomUUID } from 'node:crypto';
import type { VaultCall, VaultMatch } from './vault-contract.ts';
import type { VaultNamespace } from './vault-namespace.ts';
import type { VaultCapability } from './vault-policies.ts';
import type { VaultToken } from './vault-tokens.ts';

export interface VaultAnswer {
  status: number;
  /** Undefined: none. */
  body?: object;
}

export interface VaultState {
  isSealed: boolean;
  isStandby: boolean;
  /** `''` is the root. */
  namespaces: Map<string, VaultNamespace>;
  now(): number;
}

interface Asked extends VaultMatch {
  namespace: VaultNamespace;
  token: VaultToken;
  body: Record<string, string>;
  state: VaultState;
}

const version = '1.15.0';
const denied = fail(403, '1 error occurred:\n\t* permission denied\n\n');
const invalidToken = fail(403, '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n');

/** What a Vault in this state answers to a call that keeps to the contract. */
export function answerVaultCall(state: VaultState, match: VaultMatch, { url, headers, body }: VaultCall): VaultAnswer {
  const { operation, query } = match;
  const isOfServer = operation.path.startsWith('/sys/');
  if (isOfServer) return operation.operationId === 'seal-status' ? tellSeal(state) : tellHealth(state, query);
  if (state.isSealed) return fail(503, 'Vault is sealed');
  const name = String(headers['x-vault-namespace'] ?? '').replace(/\/$/, '');
  const namespace = state.namespaces.get(name);
  // Nothing is told of a namespace to somebody who has no token of it.
  if (!namespace) return fail(403, 'permission denied');
  const sent = (body === '' ? {} : JSON.parse(body)) as Record<string, string>;
  if (operation.operationId === 'app-role-login') return logIn(namespace, sent);
  const token = namespace.tokens.find(String(headers['x-vault-token']));
  if (!token) return invalidToken;
  const path = decodeURIComponent((url.split('?')[0] ?? '').slice('/v1/'.length));
  // Whether there is anything is told to those only who may know.
  if (!namespace.can(token, path, capabilityOf(match))) return denied;
  return (handlers[operation.operationId] ?? missing)({ ...match, namespace, token, body: sent, state });
}

function capabilityOf({ operation }: VaultMatch): VaultCapability {
  if (operation.operationId === 'kv-v2-list') return 'list';
  return operation.method === 'GET' ? 'read' : 'update';
}

const handlers: Record<string, (asked: Asked) => VaultAnswer> = {
  'token-look-up-self': ({ namespace: { tokens }, token }) => {
    const expiry = token.expiresMs === null ? null : new Date(token.expiresMs).toISOString();
    return wrap({
      ...{ accessor: token.accessor, id: token.id, display_name: token.displayName, path: token.path, entity_id: '' },
      ...{ creation_time: Math.floor(token.createdMs / 1000), creation_ttl: token.ttlSeconds, explicit_max_ttl: 0 },
      ...{ issue_time: new Date(token.createdMs).toISOString(), expire_time: expiry, ttl: tokens.secondsLeft(token) },
      ...{ meta: null, num_uses: 0, orphan: true, policies: token.policies, renewable: token.isRenewable },
      type: 'service',
    });
  },
  'token-renew-self': ({ namespace, token }) => {
    if (!token.isRenewable) return fail(400, 'lease is not renewable');
    namespace.tokens.renew(token);
    return wrapAuth(namespace, token);
  },
  'token-revoke-self': ({ namespace, token }) => {
    namespace.tokens.revoke(token.id);
    return { status: 204 };
  },
  'kv-v2-read': (asked) => {
    const number = asked.query.get('version');
    const read = engineOf(asked)?.read(asked.params.path ?? '', number === null ? undefined : Number(number));
    if (read === undefined) return missing(asked);
    if (read === null) return fail(404);
    return { ...wrap(read), status: read.data === null ? 404 : 200 };
  },
  'kv-v2-read-metadata': (asked) => {
    const metadata = engineOf(asked)?.readMetadata(asked.params.path ?? '');
    if (metadata === undefined) return missing(asked);
    return metadata === null ? fail(404) : wrap(metadata);
  },
  'kv-v2-list': (asked) => {
    const keys = engineOf(asked)?.list(asked.params.path ?? '');
    if (keys === undefined) return missing(asked);
    return keys.length === 0 ? fail(404) : wrap({ keys });
  },
};

function engineOf({ namespace, params }: Asked) {
  return namespace.mounts.get(params.kv_v2_mount_path ?? '');
}

function missing({ params }: Asked): VaultAnswer {
  return fail(404, `no handler for route "${params.kv_v2_mount_path ?? ''}/". route entry not found.`);
}

function logIn(namespace: VaultNamespace, { role_id: roleId = '', secret_id: secretId = '' }: Record<string, string>) {
  const token = namespace.logIn(roleId, secretId);
  return token ? wrapAuth(namespace, token) : fail(400, 'invalid role or secret ID');
}

function tellHealth({ isSealed, isStandby, now }: VaultState, query: URLSearchParams): VaultAnswer {
  const code = (name: string, usual: number) => Number(query.get(name) ?? usual);
  const active = code('activecode', 200);
  const standby = query.get('standbyok') === 'true' ? active : code('standbycode', 429);
  return {
    status: isSealed ? code('sealedcode', 503) : isStandby ? standby : active,
    body: {
      ...{ initialized: true, sealed: isSealed, standby: isSealed || isStandby, performance_standby: false },
      ...{ replication_performance_mode: 'disabled', replication_dr_mode: 'disabled', version },
      server_time_utc: Math.floor(now() / 1000),
      ...(!isSealed && cluster),
    },
  };
}

function tellSeal({ isSealed }: VaultState): VaultAnswer {
  return {
    status: 200,
    body: {
      ...{ type: 'shamir', initialized: true, sealed: isSealed, t: 3, n: 5, progress: 0, nonce: '', version },
      ...{ build_date: '2023-09-22T16:53:10Z', migration: false, recovery_seal: false, storage_type: 'inmem' },
      ...(!isSealed && cluster),
    },
  };
}

const cluster = { cluster_name: 'vault-cluster-test', cluster_id: '00af5aa8-c87d-b5fc-e82e-97cd8dfaf731' };

function wrap(data: object | null, auth: object | null = null): VaultAnswer {
  return {
    status: 200,
    body: {
      ...{ request_id: randomUUID(), lease_id: '', renewable: false, lease_duration: 0 },
      ...{ data, wrap_info: null, warnings: null, auth },
    },
  };
}

function wrapAuth({ tokens }: VaultNamespace, token: VaultToken): VaultAnswer {
  return wrap(null, {
    ...{ client_token: token.id, accessor: token.accessor, policies: token.policies, token_policies: token.policies },
    ...{ metadata: null, lease_duration: tokens.secondsLeft(token), renewable: token.isRenewable, entity_id: '' },
    ...{ token_type: 'service', orphan: true },
  });
}

function fail(status: number, ...errors: string[]): VaultAnswer {
  return { status, body: { errors } };
}
