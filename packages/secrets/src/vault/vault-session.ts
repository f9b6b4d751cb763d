import { PatchbayError } from '@patchbay/schema';
import { toObject, type VaultAnswer, type VaultRequest } from './vault-http.ts';

/** How Patchbay proves to Vault who it is. */
export type VaultLogin = { token: string } | { roleId: string; secretId: string };

/** Keeps a token that Vault accepts. */
export interface VaultSession {
  /** The token to send, after a login where one is needed. Throws when the login is refused. */
  token(): Promise<string>;
  /**
   * Asks what a 403 was about: false when the token is good, so that a policy denies what was asked; true when there is another token
   * to try with. Throws when the token is no good and there is no other.
   */
  recover(refused: string): Promise<boolean>;
  /** Renews the token when it is time. Call it every few seconds. */
  keepAlive(): Promise<void>;
  /** Gives back a token that a login made. */
  close(): Promise<void>;
}

interface Held {
  token: string;
  /** Null: it does not expire. */
  expiresMs: number | null;
  /** When to renew it; null: never. */
  renewMs: number | null;
}

/** Logins because of a refusal happen at most this often: each one leaves a token in Vault. */
const loginPauseMs = 10_000;
/** After a renewal that failed the next one waits. */
const retryPauseMs = 60_000;
/** A token this close to its end is not sent any more. */
const marginMs = 2_000;

export function createVaultSession(
  send: (request: VaultRequest) => Promise<VaultAnswer>,
  login: VaultLogin,
  clock: { now(): number },
): VaultSession {
  let held: Held | null = null;
  let loggingIn: Promise<Held> | null = null;
  let lastLoginMs = Number.NEGATIVE_INFINITY;
  // A token that was given is looked up once, to learn when it ends.
  let nextCareMs = Number.NEGATIVE_INFINITY;

  /** One login for all who need it at the same time. */
  function logIn(): Promise<Held> {
    loggingIn ??= makeHeld().finally(() => {
      loggingIn = null;
    });
    return loggingIn;
  }

  async function makeHeld(): Promise<Held> {
    if ('token' in login) return { token: login.token, expiresMs: null, renewMs: null };
    lastLoginMs = clock.now();
    const { status, body } = await send({
      method: 'POST',
      path: 'auth/approle/login',
      body: { role_id: login.roleId, secret_id: login.secretId },
    });
    const auth = toObject(body.auth);
    if (status !== 200 || typeof auth?.client_token !== 'string') {
      throw new PatchbayError(
        'upstream_failed',
        `Vault refused the AppRole login (${status}): the role or the secret id is wrong, has expired or is used up. Set PATCHBAY_VAULT_ROLE_ID and PATCHBAY_VAULT_SECRET_ID anew.`,
      );
    }
    return { token: auth.client_token, ...toLease(auth.lease_duration, auth.renewable) };
  }

  /** Renewal is due after two thirds of the time. A token without an end is never renewed. */
  function toLease(seconds: unknown, isRenewable: unknown): Pick<Held, 'expiresMs' | 'renewMs'> {
    if (typeof seconds !== 'number' || seconds <= 0) return { expiresMs: null, renewMs: null };
    const lifeMs = seconds * 1000;
    return {
      expiresMs: clock.now() + lifeMs,
      renewMs: isRenewable === true ? clock.now() + (lifeMs * 2) / 3 : null,
    };
  }

  async function current(): Promise<Held> {
    // A token that was given is sent even when it should have ended: nobody can get another one.
    const isOver = 'roleId' in login && held?.expiresMs != null && held.expiresMs - marginMs <= clock.now();
    if (held === null || isOver) held = await logIn();
    return held;
  }

  const lookUp = (token: string) => send({ method: 'GET', path: 'auth/token/lookup-self', token });

  async function learnLease(mine: Held): Promise<void> {
    const { status, body } = await lookUp(mine.token);
    if (status === 403) throw tokenRefused();
    const data = toObject(body.data);
    if (held === mine) held = { ...mine, ...toLease(data?.ttl, data?.renewable) };
  }

  async function renew(mine: Held): Promise<void> {
    const { status, body } = await send({ method: 'POST', path: 'auth/token/renew-self', token: mine.token, body: {} });
    const auth = toObject(body.auth);
    if (held !== mine) return;
    if (status === 200 && auth) held = { ...mine, ...toLease(auth.lease_duration, auth.renewable) };
    // It cannot be renewed any further, and serves until it ends.
    else if (status !== 403) held = { ...mine, renewMs: null };
    else if ('token' in login) throw tokenRefused();
    // The next read logs in.
    else held = null;
  }

  return {
    token: async () => (await current()).token,

    async recover(refused) {
      if (held !== null && held.token !== refused) return true;
      if ((await lookUp(refused)).status === 200) return false;
      if ('token' in login) throw tokenRefused();
      if (held !== null && held.token !== refused) return true;
      if (lastLoginMs + loginPauseMs > clock.now()) return false;
      held = await logIn();
      return true;
    },

    async keepAlive() {
      if (clock.now() < nextCareMs) return;
      const isUnknown = 'token' in login && held?.renewMs == null;
      if (!isUnknown && (held?.renewMs == null || held.renewMs > clock.now())) return;
      nextCareMs = clock.now() + retryPauseMs;
      const mine = await current();
      await (isUnknown ? learnLease(mine) : renew(mine));
      // Known to have no end, or no way to move it: looking again tells nothing new.
      nextCareMs = held?.renewMs == null && 'token' in login ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    },

    async close() {
      const mine = held;
      held = null;
      if (mine === null || 'token' in login) return;
      await send({ method: 'POST', path: 'auth/token/revoke-self', token: mine.token });
    },
  };
}

function tokenRefused(): PatchbayError {
  return new PatchbayError(
    'upstream_failed',
    'Vault does not accept the token of Patchbay: it has expired or was revoked. Set PATCHBAY_VAULT_TOKEN anew, or use an AppRole, which signs in by itself.',
  );
}
