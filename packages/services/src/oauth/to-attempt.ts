import type { OauthState } from '@patchbay/db';
import type { OAuthAttempt } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';
import { stateDataSchema } from './state-data.ts';

/** A sign-in as callers see it. */
export function toOAuthAttempt(row: OauthState, now: Date): OAuthAttempt {
  const data = stateDataSchema.safeParse(row.data).data;
  const open = row.usedAt === null && row.expiresAt <= now ? 'expired' : 'pending';
  return {
    id: row.id,
    providerSlug: row.providerSlug,
    authMethod: data?.authMethod ?? '',
    kind: data?.kind ?? 'sign_in',
    userId: row.userId,
    userLabel: data?.userLabel ?? null,
    status: row.outcome ?? open,
    connectionId: row.connectionId,
    error: row.outcome === 'error' ? { code: row.errorCode ?? 'internal', message: row.errorDescription ?? '' } : null,
    test: data?.test ?? null,
    createdAt: toIso(row.createdAt),
    expiresAt: toIso(row.expiresAt),
  };
}
