import { PatchbayError } from '@patchbay/schema';

/** The part of `fetch` that is needed; the caller brings it, and with it TLS and proxies. */
export type VaultFetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    redirect: 'manual';
    signal: AbortSignal;
  },
) => Promise<Response>;

export interface VaultHttpOptions {
  /** `https://vault.example.com:8200`, without /v1. */
  address: string;
  namespace?: string | undefined;
  fetch: VaultFetch;
  timeoutMs: number;
}

export interface VaultRequest {
  method: 'GET' | 'POST';
  /** Below /v1/, encoded. */
  path: string;
  token?: string | undefined;
  body?: Record<string, string>;
}

/** Any answer below 500 that is JSON of Vault's. */
export interface VaultAnswer {
  status: number;
  body: Record<string, unknown>;
  /** What Vault says is wrong; empty for a path that is not there. */
  errors: string[];
}

/** Larger than any secret Vault keeps, which is 1 MiB. */
const bodyLimit = 2_097_152;

/** Sends requests to one Vault. Throws upstream_failed or timeout, as a sentence, when it cannot be asked now. */
export function createVaultHttp(options: VaultHttpOptions): (request: VaultRequest) => Promise<VaultAnswer> {
  return async ({ method, path, token, body }) => {
    const signal = AbortSignal.timeout(options.timeoutMs);
    let status: number;
    let text: string;
    try {
      const response = await options.fetch(`${options.address}/v1/${path}`, {
        method,
        headers: {
          accept: 'application/json',
          // Vault Agent and Vault Proxy may be set to ask for it.
          'x-vault-request': 'true',
          ...(token !== undefined && { 'x-vault-token': token }),
          ...(options.namespace !== undefined && { 'x-vault-namespace': options.namespace }),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        // Followed, the token would go along to wherever it leads.
        redirect: 'manual',
        signal,
      });
      status = response.status;
      text = await readText(response);
    } catch (error) {
      throw explainFailure(error, options, signal.aborted);
    }
    const parsed = parseObject(text);
    const errors = toTexts(parsed?.errors);
    const problem = explainStatus(status, errors, parsed !== null || text === '');
    if (problem !== null) throw new PatchbayError('upstream_failed', problem);
    return { status, body: parsed ?? {}, errors };
  };
}

/** Why an answer says that nothing can be had now, whatever was asked; null when it is about the request. */
function explainStatus(status: number, errors: readonly string[], isOurs: boolean): string | null {
  if (status === 503 && errors.some((error) => /sealed/i.test(error))) {
    return 'Vault is sealed. Whoever keeps its unseal keys has to unseal it; the secrets in it are unharmed.';
  }
  if (status >= 300 && status < 400) {
    return 'Vault sends us on to another address, and its token must not go there. Set PATCHBAY_VAULT_ADDR to the active node or to the load balancer in front.';
  }
  if (status === 429)
    return 'Vault is asked too often just now (429). Try again in a moment, or raise its rate limit quota.';
  if (status === 412) return 'Vault has not caught up with its own cluster yet (412). Try again in a moment.';
  if (status >= 500)
    return `Vault cannot answer just now (${status}). Try again later; its operator sees why in its log.`;
  if (!isOurs) return `What answers at PATCHBAY_VAULT_ADDR is not Vault (${status}, no JSON). Correct the address.`;
  return null;
}

function explainFailure(error: unknown, { address, timeoutMs }: VaultHttpOptions, isTimeout: boolean): PatchbayError {
  if (error instanceof PatchbayError) return error;
  if (isTimeout) {
    return new PatchbayError(
      'timeout',
      `Vault at ${address} did not answer within ${timeoutMs / 1000} seconds. Try again later.`,
    );
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no connection';
  const isTls = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER/.test(code);
  return new PatchbayError(
    'upstream_failed',
    isTls
      ? `The certificate of Vault at ${address} is not trusted (${code}). Name its authority in NODE_EXTRA_CA_CERTS.`
      : `Vault at ${address} cannot be reached (${code}). Check PATCHBAY_VAULT_ADDR, and that Vault runs.`,
  );
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bodyLimit)
      throw new PatchbayError('upstream_failed', 'Vault answered with more than any secret of it holds.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    return toObject(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The value as an object; null when it is none. */
export function toObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function toTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
