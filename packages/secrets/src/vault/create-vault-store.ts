import { PatchbayError } from '@patchbay/schema';
import type { AuthRefStore, StoredSecret } from '../auth-ref-resolver.ts';
import { createVaultHttp, toObject, type VaultAnswer, type VaultFetch } from './vault-http.ts';
import { createVaultPaths } from './vault-paths.ts';
import { createVaultSession, type VaultLogin } from './vault-session.ts';

export interface VaultStoreOptions {
  /** `https://vault.example.com:8200`. Plain http is taken to this machine only, where Vault Agent listens. */
  address: string;
  login: VaultLogin;
  /** A namespace of Vault Enterprise. */
  namespace?: string | undefined;
  /** Where the KV engine, version 2, is mounted. */
  mount: string;
  /** What organizations may read; see createVaultPaths. */
  paths: readonly string[];
  fetch: VaultFetch;
  clock: { /** Milliseconds since 1970. */ now(): number };
  /** Longest time one request may take. Default 5 s. */
  timeoutMs?: number | undefined;
}

export interface VaultStore extends AuthRefStore {
  /** Renews the token when it is time. Call it every few seconds. Throws when Vault refuses. */
  keepAlive(): Promise<void>;
  /** Revokes the token that a login made. */
  close(): Promise<void>;
}

/**
 * Secrets in HashiCorp Vault, KV version 2: `authref://vault/<path>#<field>`. An organization reads only the paths opened to it.
 * Throws invalid_input for settings that make no sense; nothing is sent before the first read.
 */
export function createVaultStore(options: VaultStoreOptions): VaultStore {
  const { clock, timeoutMs = 5_000 } = options;
  const address = readAddress(options.address);
  const mount = readMount(options.mount);
  const paths = createVaultPaths(options.paths);
  const send = createVaultHttp({ ...options, address, timeoutMs });
  const session = createVaultSession(send, options.login, clock);
  /** Reads under way: the fields of one secret, asked for together, are one request. */
  const reading = new Map<string, Promise<VaultAnswer>>();

  async function request(path: string): Promise<VaultAnswer> {
    const encoded = `${mount}/data/${path.split('/').map(encodeURIComponent).join('/')}`;
    const token = await session.token();
    const answer = await send({ method: 'GET', path: encoded, token });
    if (answer.status !== 403 || !(await session.recover(token))) return answer;
    return send({ method: 'GET', path: encoded, token: await session.token() });
  }

  function readOnce(path: string): Promise<VaultAnswer> {
    const known = reading.get(path);
    if (known) return known;
    const started = request(path).finally(() => reading.delete(path));
    reading.set(path, started);
    return started;
  }

  return {
    keepAlive: () => session.keepAlive(),
    close: () => session.close(),
    async read(ref, { organizationId, signal }) {
      const { path, key } = ref;
      if (!paths.isAllowed(path, organizationId)) {
        throw new PatchbayError(
          'forbidden',
          `The path ${path} of Vault is not open to this organization. Open to it: ${paths.describe(organizationId)}. The operator sets PATCHBAY_VAULT_PATHS.`,
        );
      }
      if (key === null) {
        throw new PatchbayError(
          'invalid_input',
          `A secret of Vault has fields: name one at the end of the reference, such as authref://vault/${path}#token.`,
        );
      }
      signal?.throwIfAborted();
      const answer = await readOnce(path);
      signal?.throwIfAborted();
      return toSecret(answer, { mount, path, key }, clock.now());
    },
  };
}

interface Place {
  mount: string;
  path: string;
  key: string;
}

function toSecret(answer: VaultAnswer, { mount, path, key }: Place, nowMs: number): StoredSecret {
  const { status, body, errors } = answer;
  const where = `${mount}/${path}`;
  const data = toObject(body.data);
  const metadata = toObject(data?.metadata);
  if (status === 403) {
    throw new PatchbayError(
      'forbidden',
      `Vault does not let Patchbay read ${where}. Its policy needs: path "${mount}/data/${path}" { capabilities = ["read"] }.`,
    );
  }
  if (status === 404) throw new PatchbayError('not_found', explainAbsence(where, metadata, errors));
  const fields = toObject(data?.data);
  if (status !== 200 || fields === null) {
    throw new PatchbayError(
      'upstream_failed',
      `Vault answered the read of ${where} with ${status} and no secret of KV version 2. Check that the engine mounted there is that one.`,
    );
  }
  const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
  const secret = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof secret === 'string' && secret !== '') return { secret, ...toMaxAge(body, metadata, nowMs) };
  const names = Object.keys(fields).slice(0, 10).join(', ') || 'none';
  throw new PatchbayError(
    'not_found',
    value === undefined
      ? `The secret ${where} of Vault has no field ${key}. It has: ${names}.`
      : `The field ${key} of the secret ${where} of Vault is ${secret === '' ? 'empty' : 'not a text'}.`,
  );
}

function explainAbsence(where: string, metadata: Record<string, unknown> | null, errors: readonly string[]): string {
  if (metadata !== null) {
    const how = metadata.destroyed === true ? 'destroyed' : 'deleted';
    return `Version ${String(metadata.version)} of the secret ${where} of Vault was ${how}. Write a new version${how === 'deleted' ? ', or undelete it' : ''}.`;
  }
  if (errors.some((error) => error.includes('no handler for route'))) {
    return `Vault has no secrets engine mounted where ${where} begins. Check PATCHBAY_VAULT_MOUNT and PATCHBAY_VAULT_NAMESPACE.`;
  }
  return `There is no secret ${where} in Vault. Put it there, or correct the reference.`;
}

/** Not longer than the lease, nor past the time Vault will delete this version. */
function toMaxAge(
  body: Record<string, unknown>,
  metadata: Record<string, unknown> | null,
  nowMs: number,
): { maxAgeMs?: number } {
  const limits: number[] = [];
  if (typeof body.lease_duration === 'number' && body.lease_duration > 0) limits.push(body.lease_duration * 1000);
  const deletedMs = typeof metadata?.deletion_time === 'string' ? Date.parse(metadata.deletion_time) : Number.NaN;
  if (!Number.isNaN(deletedMs)) limits.push(Math.max(0, deletedMs - nowMs));
  return limits.length === 0 ? {} : { maxAgeMs: Math.min(...limits) };
}

function readAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isHere = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) && !url.username && !url.search) {
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  }
  throw new PatchbayError(
    'invalid_input',
    'PATCHBAY_VAULT_ADDR must be an https address such as https://vault.example.com:8200. Plain http would show every secret on the way; it is taken to this machine only, where Vault Agent may listen.',
  );
}

function readMount(mount: string): string {
  const trimmed = mount.replace(/^\/+|\/+$/g, '');
  if (/^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(trimmed)) return trimmed;
  throw new PatchbayError('invalid_input', 'PATCHBAY_VAULT_MOUNT must be the path of a KV engine, such as secret.');
}
