import { type Executor, getConnection, listCurrentCredentialsOf, lockForTransaction } from '@patchbay/db';
import { type AuthMethod, credentialFields, type Manifest, PatchbayError } from '@patchbay/schema';
import type { ServiceContext } from '../types.ts';
import type { CredentialValues } from './credential-values.ts';
import { openCredentialVersion } from './open-version.ts';

interface NotStoredParams {
  /** The connection that gets them; none while it is made. */
  connectionId?: string;
  manifest: Manifest;
  method: AuthMethod;
  values: CredentialValues;
}

/**
 * Throws `conflict` when another connection of the organization holds the same secrets and the method says that they are kept once.
 * What is stored is opened and compared, so that nothing of a secret has to be kept to find it by; of two callers at once one waits.
 */
export async function requireNotStored(
  tx: Executor,
  { deps, actor }: ServiceContext,
  { connectionId, manifest, method, values }: NotStoredParams,
): Promise<void> {
  if (!method.storedOnce) return;
  const secretOf = readSecrets(method);
  const wanted = secretOf(values);
  if (wanted === null) return;
  const { organizationId } = actor;
  const providerSlug = manifest.id;
  await lockForTransaction(tx, `credentials/${organizationId}/${providerSlug}`);
  const rows = await listCurrentCredentialsOf(tx, { organizationId, providerSlug, authMethod: method.id });
  const twin = rows.find(
    (row) => row.connectionId !== connectionId && secretOf(openCredentialVersion(deps.keyRing, row)) === wanted,
  );
  if (!twin) return;
  const other = await getConnection(tx, { organizationId, id: twin.connectionId });
  throw new PatchbayError(
    'conflict',
    `The connection "${other?.name ?? twin.connectionId}" holds these credentials already, and ${manifest.name} takes them once. Use that connection, or make another key at ${manifest.name}.`,
    { data: { connectionId: twin.connectionId } },
  );
}

/** Puts the secrets of a set side by side, so that two sets can be compared; null when there is none. */
function readSecrets(method: AuthMethod) {
  const names = Object.entries(credentialFields(method)).flatMap(([name, { type }]) =>
    type === 'secret' ? [name] : [],
  );
  return ({ sealed, authRefs }: CredentialValues): string | null => {
    const secrets = names.map((name) => sealed[name] ?? authRefs[name] ?? null);
    return secrets.some((secret) => secret !== null) ? JSON.stringify(secrets) : null;
  };
}
