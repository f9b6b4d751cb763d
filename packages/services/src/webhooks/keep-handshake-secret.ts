import { hasWebhookDeliveries, lockWebhookEndpoint, updateWebhookEndpoint } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import type { ServiceDeps } from '../types.ts';
import { announceEndpoint } from './announce-endpoint.ts';
import { openEndpointSecrets, sealEndpointSecrets } from './endpoint-secrets.ts';
import type { OpenEndpoint } from './open-endpoint.ts';

/**
 * Keeps the signing secret a provider brings when a hook is made. It comes once, to an address nobody else knows: as soon as somebody has
 * set it, or a signed delivery was accepted, another one is refused, or whoever learns the address could sign from then on. Only while
 * the hook could not be made, and so is tried again, a new one takes the place of that of the failed try.
 */
export async function keepHandshakeSecret(
  deps: ServiceDeps,
  endpoint: OpenEndpoint['row'],
  secret: string,
): Promise<void> {
  if (secret.length < 16 || secret.length > 500)
    throw new PatchbayError('invalid_input', 'The secret of this handshake is too short or too long to be one.');
  const key = { organizationId: endpoint.organizationId, id: endpoint.id };
  await deps.db.orm.transaction(async (tx) => {
    const row = await lockWebhookEndpoint(tx, key);
    if (!row) return;
    const known = openEndpointSecrets(deps, row);
    const isAccepted =
      row.acceptedCount > 0 ||
      row.lastAcceptedAt !== null ||
      // What is counted is written some seconds later; what was acknowledged is stored already.
      (await hasWebhookDeliveries(tx, { endpointId: row.id }));
    // A provider that did not hear our answer asks the same again.
    if (!isAccepted && known.isSettled && known.secret === secret) return;
    if (isAccepted || (known.isSettled && row.hookState !== 'failed'))
      throw new PatchbayError(
        'unauthorized',
        'This webhook has its secret already. Delete it in Patchbay and make a new one.',
      );
    await updateWebhookEndpoint(tx, {
      ...key,
      changes: sealEndpointSecrets(deps, row, { ...known, secret, isSettled: true }),
    });
  });
  await announceEndpoint(deps, endpoint);
}
