// A Vault for tests: the few paths of its HTTP API that Patchbay calls, and the bodies Vault answers them with.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Certificate, type LocalServer, startServer } from '@patchbay/testing';

/** Method and path of every request Patchbay may send, as the OpenAPI description of Vault 1.15 has them below /v1. */
const operations: readonly [method: string, path: RegExp][] = [
  ['POST', /^\/auth\/approle\/login$/],
  ['GET', /^\/auth\/token\/lookup-self$/],
  ['POST', /^\/auth\/token\/renew-self$/],
  ['POST', /^\/auth\/token\/revoke-self$/],
  ['GET', /^\/(?<mount>secret|team\/kv)\/data\/(?<path>.+)$/],
];

interface VaultToken {
  ttlSeconds: number;
  isRenewable: boolean;
}

export interface StoredVersion {
  data: Record<string, unknown> | null;
  version?: number;
  deletionTime?: string;
  isDestroyed?: boolean;
  leaseSeconds?: number;
}

export interface VaultServer extends LocalServer {
  isSealed: boolean;
  /** Tokens that are accepted. */
  tokens: Map<string, VaultToken>;
  /** What each new token is like. */
  made: VaultToken;
  /** `mount/path` → what is there. */
  secrets: Map<string, StoredVersion>;
  /** Paths, below the mount, the policy lets be read. */
  policy: RegExp;
  appRole: { roleId: string; secretId: string };
  namespace: string | null;
  logins: number;
}

export async function startVaultServer(options: { certificate?: Certificate } = {}): Promise<VaultServer> {
  const server = await startServer((request, response) => answer(vault, request, response), options);
  const vault: VaultServer = Object.assign(server, {
    isSealed: false,
    tokens: new Map([['hvs.given', { ttlSeconds: 0, isRenewable: false }]]),
    made: { ttlSeconds: 3600, isRenewable: true },
    secrets: new Map<string, StoredVersion>(),
    policy: /^/,
    appRole: { roleId: 'role-1', secretId: 'secret-id-1' },
    namespace: null,
    logins: 0,
  });
  return vault;
}

async function answer(vault: VaultServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const reply = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  };
  const fail = (status: number, ...errors: string[]) => reply(status, { errors });
  const path = (request.url ?? '').replace(/^\/v1/, '');
  const known = operations.find(([method, pattern]) => method === request.method && pattern.test(path));
  if (vault.isSealed) return fail(503, 'Vault is sealed');
  if (vault.namespace !== null && request.headers['x-vault-namespace'] !== vault.namespace) {
    return fail(403, 'permission denied');
  }
  if (!known) return fail(404, `no handler for route "${path.slice(1)}". route entry not found.`);
  if (request.headers['x-vault-request'] !== 'true') return fail(412, "missing 'X-Vault-Request' header");

  if (path === '/auth/approle/login') {
    const given = JSON.parse(await readBody(request)) as { role_id?: string; secret_id?: string };
    if (given.role_id !== vault.appRole.roleId || given.secret_id !== vault.appRole.secretId) {
      return fail(400, 'invalid role or secret ID');
    }
    vault.logins += 1;
    const token = `hvs.made-${vault.logins}`;
    vault.tokens.set(token, { ...vault.made });
    return reply(200, { ...envelope, auth: toAuth(token, vault.made) });
  }

  const token = String(request.headers['x-vault-token'] ?? '');
  const held = vault.tokens.get(token);
  if (!held) return fail(403, '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n');
  if (path === '/auth/token/lookup-self') {
    const data = { id: token, ttl: held.ttlSeconds, renewable: held.isRenewable, expire_time: null, type: 'service' };
    return reply(200, { ...envelope, data });
  }
  if (path === '/auth/token/renew-self') {
    if (!held.isRenewable) return fail(400, 'lease is not renewable');
    return reply(200, { ...envelope, auth: toAuth(token, held) });
  }
  if (path === '/auth/token/revoke-self') {
    vault.tokens.delete(token);
    response.writeHead(204).end();
    return;
  }
  const { mount = '', path: below = '' } = known[1].exec(path)?.groups ?? {};
  const name = decodeURIComponent(below);
  if (!vault.policy.test(name)) return fail(403, '1 error occurred:\n\t* permission denied\n\n');
  const stored = vault.secrets.get(`${mount}/${name}`);
  if (!stored) return fail(404);
  const metadata = {
    created_time: '2026-01-01T00:00:00.000000000Z',
    custom_metadata: null,
    deletion_time: stored.deletionTime ?? '',
    destroyed: stored.isDestroyed ?? false,
    version: stored.version ?? 1,
  };
  reply(stored.data === null ? 404 : 200, {
    ...envelope,
    lease_duration: stored.leaseSeconds ?? 0,
    data: { data: stored.data, metadata },
  });
}

const envelope = {
  request_id: '4edaa8bd-10bb-ff00-2e01-8d7df7c69cc6',
  lease_id: '',
  renewable: false,
  lease_duration: 0,
  data: null,
  wrap_info: null,
  warnings: null,
  auth: null,
};

function toAuth(token: string, { ttlSeconds, isRenewable }: VaultToken): object {
  return { client_token: token, lease_duration: ttlSeconds, renewable: isRenewable, token_type: 'service' };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
