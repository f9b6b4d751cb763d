import {
  type CredentialVersion,
  type Executor,
  insertCredentialVersion,
  newId,
  wipeOlderCredentials,
} from '@patchbay/db';
import type { AuthMethod } from '@patchbay/schema';
import { readKeyId, seal } from '@patchbay/secrets';
import type { ServiceContext } from '../types.ts';
import { credentialAad } from './credential-aad.ts';
import { type CredentialValues, credentialSourceOf, toFieldStates } from './credential-values.ts';

export interface AddCredentialVersionParams {
  connectionId: string;
  /** The number reserved for it; part of what the envelope is bound to. */
  version: number;
  method: AuthMethod;
  values: CredentialValues;
  /** Of tokens a sign-in at the provider gave. */
  grant?: CredentialGrant;
}

/** What is known of tokens besides their text. */
export type CredentialGrant = Pick<
  CredentialVersion,
  'expiresAt' | 'isRefreshable' | 'refreshedAt' | 'grantedScopes' | 'oauthClientId'
>;

/** Seals a set of credentials as the connection's current version. Secrets of the versions before it are wiped; of five the facts are kept. */
export async function addCredentialVersion(
  tx: Executor,
  { deps, actor }: ServiceContext,
  { connectionId, version, method, values, grant }: AddCredentialVersionParams,
): Promise<CredentialVersion> {
  const key = { organizationId: actor.organizationId, connectionId };
  const isSealed = Object.keys(values.sealed).length > 0;
  const envelope = isSealed
    ? seal(deps.keyRing, JSON.stringify(values.sealed), credentialAad({ ...key, version }))
    : null;
  const row = await insertCredentialVersion(tx, {
    id: newId('crd'),
    ...key,
    version,
    authMethod: method.id,
    source: credentialSourceOf(values),
    envelope,
    keyId: envelope === null ? null : readKeyId(envelope),
    authRefs: values.authRefs,
    fields: toFieldStates(method, values),
    ...grant,
    createdBy: actor.id,
  });
  await wipeOlderCredentials(tx, { ...key, version });
  return row;
}
