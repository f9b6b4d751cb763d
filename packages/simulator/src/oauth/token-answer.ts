import type { TimeUnit } from '@patchbay/schema';
import { jsonAnswer, type SimulatedAnswer } from '../http/simulated-answer.ts';
import { writeMoment } from '../http/write-moment.ts';
import { plainPath, withValueAt } from '../lists/plain-path.ts';
import type { OAuthMethod } from './grants.ts';

/** What a token answer tells. */
export interface Tokens {
  accessToken: string;
  refreshToken: string | null;
  idToken: string | null;
  lifetimeSeconds: number | null;
  scopes: readonly string[];
  metadata: Readonly<Record<string, string>>;
}

/** Writes tokens where the manifest reads them. */
export function tokenAnswer({ config }: OAuthMethod, tokens: Tokens, now: number): SimulatedAnswer {
  const { tokenResponse: paths } = config;
  const lifetime =
    tokens.lifetimeSeconds === null ? undefined : writeLifetime(tokens.lifetimeSeconds, paths.expiresInUnit, now);
  let body: unknown = { token_type: 'bearer' };
  const set = (expression: string, value: unknown) => {
    const keys = plainPath(expression);
    if (value !== undefined && value !== null && keys) body = withValueAt(body, keys, value);
  };
  if (paths.success !== undefined) set(paths.success, true);
  set(paths.accessToken, tokens.accessToken);
  set(paths.refreshToken, tokens.refreshToken);
  set(paths.idToken, tokens.idToken);
  set(paths.expiresIn, lifetime);
  if (tokens.scopes.length > 0) set(paths.scope, tokens.scopes.join(config.scopeSeparator));
  for (const [name, expression] of Object.entries(paths.metadata)) set(expression, tokens.metadata[name]);
  return write(config, 200, body);
}

/** Refuses in the words of the protocol. Where the manifest reads a flag of success, the status is 200 as it is there. */
export function tokenRefusal({ config }: OAuthMethod, code: string, description: string): SimulatedAnswer {
  const { success, error, errorDescription } = config.tokenResponse;
  let body: unknown = {};
  const set = (expression: string, value: unknown) => {
    const keys = plainPath(expression);
    if (keys) body = withValueAt(body, keys, value);
  };
  set(error, code);
  set(errorDescription, description);
  if (success !== undefined) set(success, false);
  return write(config, success === undefined ? (code === 'invalid_client' ? 401 : 400) : 200, body);
}

function write(config: OAuthMethod['config'], status: number, body: unknown): SimulatedAnswer {
  const headers = { 'cache-control': 'no-store' };
  if (config.tokenResponseFormat === 'json') return jsonAnswer(status, body, headers);
  const members = Object.entries(body as Record<string, unknown>).map(
    ([name, value]) => [name, String(value)] as [string, string],
  );
  return {
    status,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(members).toString(),
  };
}

function writeLifetime(seconds: number, unit: TimeUnit, now: number): string | number {
  const text = writeMoment(seconds * 1000, unit, now);
  return /^\d+$/.test(text) ? Number(text) : text;
}
