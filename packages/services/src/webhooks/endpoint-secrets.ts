import { createHash, randomBytes } from 'node:crypto';
import type { WebhookEndpoint } from '@patchbay/db';
import type { WebhookVerify } from '@patchbay/schema';
import { open, readKeyId, seal } from '@patchbay/secrets';
import type { ServiceDeps } from '../types.ts';
import { endpointAad } from './endpoint-aad.ts';

type Owner = Pick<WebhookEndpoint, 'id' | 'organizationId'>;

/** What an endpoint keeps sealed. */
export interface EndpointSecrets {
  /** The last part of its address. */
  key: string;
  /** What deliveries prove themselves with; empty where the key is a setting, a credential, or nothing. */
  secret: string;
  /** Somebody has set the secret: a person, or the handshake of the provider. Else it is one of ours that nobody may know yet. */
  isSettled?: boolean;
}

/** A new last part of an address: 256 bits. */
export function makeEndpointKey(): string {
  return randomBytes(32).toString('base64url');
}

/** Where the key of a scheme comes from. */
export function keySourceOf(scheme: WebhookVerify): 'endpoint' | 'credential' | 'setting' | 'none' {
  if (scheme.type === 'none') return 'none';
  if (scheme.type === 'ed25519') return 'setting';
  if ('key' in scheme && scheme.key.from !== 'endpoint_secret') return 'credential';
  return 'endpoint';
}

/** A new secret as the scheme writes it: 256 bits. Empty where the scheme takes none of ours. */
export function makeEndpointSecret(scheme: WebhookVerify): string {
  if (keySourceOf(scheme) !== 'endpoint') return '';
  const bytes = randomBytes(32);
  if (scheme.type === 'standard_webhooks') return `whsec_${bytes.toString('base64')}`;
  if (scheme.type === 'basic') return `patchbay:${bytes.toString('base64url')}`;
  if (!('key' in scheme)) return bytes.toString('base64url');
  const { encoding, stripPrefix } = scheme.key;
  return `${stripPrefix}${bytes.toString(encoding === 'utf8' ? 'base64url' : encoding)}`;
}

/** The columns of sealed secrets. */
export function sealEndpointSecrets({ keyRing }: Pick<ServiceDeps, 'keyRing'>, owner: Owner, secrets: EndpointSecrets) {
  const envelope = seal(keyRing, JSON.stringify(secrets), endpointAad(owner));
  return { envelope, keyId: readKeyId(envelope) };
}

/** Opens the address key and the secret. */
export function openEndpointSecrets(
  { keyRing }: Pick<ServiceDeps, 'keyRing'>,
  row: Owner & Pick<WebhookEndpoint, 'envelope'>,
): EndpointSecrets {
  return JSON.parse(open(keyRing, row.envelope, endpointAad(row))) as EndpointSecrets;
}

/** The secret before, and until when it is accepted; null when it is not any more. */
export function openPreviousSecret(
  { keyRing, clock }: Pick<ServiceDeps, 'keyRing' | 'clock'>,
  row: Owner & Pick<WebhookEndpoint, 'previousEnvelope' | 'previousExpiresAt'>,
): { secret: string; expiresAt: number } | null {
  const { previousEnvelope, previousExpiresAt } = row;
  if (previousEnvelope === null || previousExpiresAt === null || previousExpiresAt.getTime() <= clock.now())
    return null;
  const { secret } = JSON.parse(open(keyRing, previousEnvelope, endpointAad(row))) as EndpointSecrets;
  return { secret, expiresAt: previousExpiresAt.getTime() };
}

/** What addresses and secrets are found by: they are 256 random bits, so a plain hash gives nothing away. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** The hash deliveries without an endpoint's address are found by: only a fixed value stands in the delivery itself. */
export function secretHashOf(scheme: WebhookVerify, secret: string): string | null {
  return scheme.type === 'static' && secret.length >= 16 ? hashOf(secret) : null;
}
