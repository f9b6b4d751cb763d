import { type AuthMethod, type Manifest, signsInAtProvider, type Test, withImpliedScopes } from '@patchbay/schema';
import { ProviderError } from '../errors/provider-error.ts';
import type { ParsedAnswer } from '../http/answer.ts';
import { select, selectText } from '../select/expressions.ts';

/** Whose credentials these are; null when the test does not tell. */
export function readAccount({ account }: Test, { headers, body }: ParsedAnswer): { id: string; label: string } | null {
  if (!account) return null;
  if ('header' in account) {
    const id = headers[account.header.toLowerCase()];
    return id ? { id, label: id } : null;
  }
  if (typeof body !== 'object' || body === null) return null;
  const id = quietly(() => selectText(account.id, body));
  const label = quietly(() => selectText(account.label, body));
  return id === null ? null : { id, label: label ?? id };
}

/** The granted scopes; null when the answer does not tell. */
export function readScopes({ scopes }: Test, { headers, body }: ParsedAnswer): string[] | null {
  if (!scopes) return null;
  if ('header' in scopes) {
    const text = headers[scopes.header.toLowerCase()];
    return text === undefined ? null : split(text, scopes.separator);
  }
  const found = quietly(() => select(scopes.body, body));
  if (Array.isArray(found)) return found.filter((scope) => typeof scope === 'string');
  return typeof found === 'string' ? split(found, /[\s,]+/) : null;
}

/** The provider's version; null when the answer does not tell. */
export function readVersion({ version }: Test, { headers, body }: ParsedAnswer): string | null {
  if (!version) return null;
  return 'header' in version
    ? (headers[version.header.toLowerCase()] ?? null)
    : quietly(() => selectText(version.body, body));
}

/** How far the provider's clock is ahead, by the Date header, which is exact to a second; null without one. */
export function readClockSkew(
  { headers }: ParsedAnswer,
  { startedAt, latencyMs }: { startedAt: number; latencyMs: number },
): number | null {
  const told = Date.parse(headers.date ?? '');
  if (Number.isNaN(told)) return null;
  // A second that has just begun may be as good as over.
  const skew = told + 500 - (startedAt + latencyMs / 2);
  return Math.abs(skew) <= 500 + latencyMs / 2 ? 0 : Math.round(skew);
}

/** Scopes operations declare and the credentials lack. What is not known is not missing. */
export function missingScopes(manifest: Manifest, granted: readonly string[] | null): string[] {
  if (granted === null) return [];
  const needed = new Set(Object.values(manifest.operations).flatMap((operation) => operation.scopes));
  const held = withImpliedScopes(manifest, granted);
  return [...needed].filter((scope) => !held.has(scope)).sort();
}

/** Scopes of OpenID Connect itself, which many servers leave out of what they grant, or give another name there. */
const ownScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * Scopes a sign-in asks for and did not get: people may untick some. Operations are no measure here, for they may name permissions in
 * other words than scopes, or narrower scopes than those that were granted.
 */
export function missingOfSignIn(method: AuthMethod, granted: readonly string[]): string[] {
  if (!signsInAtProvider(method)) return [];
  return method.config.scopes.filter((scope) => !granted.includes(scope) && !ownScopes.has(scope)).sort();
}

function split(text: string, separator: string | RegExp): string[] {
  return text
    .split(separator)
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
}

/** A fact that cannot be read is unknown; it does not make a working connection fail. */
function quietly<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}
