import { randomBytes } from 'node:crypto';
import type { EventSubscription } from '@patchbay/db';
import { open, readKeyId, seal } from '@patchbay/secrets';
import type { ServiceDeps } from '../types.ts';
import { subscriptionAad } from './subscription-aad.ts';

type Owner = Pick<EventSubscription, 'id' | 'organizationId'>;

/** A new signing secret as Standard Webhooks writes it: 256 bits. */
export function makeSubscriptionSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** The columns of a sealed secret. */
export function sealSubscriptionSecret({ keyRing }: Pick<ServiceDeps, 'keyRing'>, owner: Owner, secret: string) {
  const envelope = seal(keyRing, secret, subscriptionAad(owner));
  return { envelope, keyId: readKeyId(envelope) };
}

/** The secrets that sign now, the newest first. */
export function openSubscriptionSecrets(
  { keyRing, clock }: Pick<ServiceDeps, 'keyRing' | 'clock'>,
  row: Owner & Pick<EventSubscription, 'envelope' | 'previousEnvelope' | 'previousExpiresAt'>,
): [string, ...string[]] {
  const aad = subscriptionAad(row);
  const { previousEnvelope, previousExpiresAt } = row;
  const isBoth = previousEnvelope !== null && previousExpiresAt !== null && previousExpiresAt.getTime() > clock.now();
  return [open(keyRing, row.envelope, aad), ...(isBoth ? [open(keyRing, previousEnvelope, aad)] : [])];
}
