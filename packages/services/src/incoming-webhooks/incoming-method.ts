import { type AuthMethod, type Manifest, PatchbayError } from '@patchbay/schema';
import type { ServiceContext } from '../types.ts';

type SecretUrlMethod = Extract<AuthMethod, { type: 'secret_url' }>;

/** How a provider is written to through an address that is itself the secret. */
export interface IncomingMethod {
  manifest: Manifest;
  method: SecretUrlMethod;
  /** The credential that holds the address. */
  field: string;
}

/** The provider's way to be sent messages through an address; throws `not_found` when it has none. */
export function requireIncomingMethod({ deps }: Pick<ServiceContext, 'deps'>, slug: string): IncomingMethod {
  const manifest = deps.registry.require(slug);
  const method = manifest.auth.find((candidate): candidate is SecretUrlMethod => candidate.type === 'secret_url');
  if (method && manifest.implements['notify.send']) return { manifest, method, field: method.config.field };
  throw new PatchbayError('not_found', `${manifest.name} has no incoming webhooks.`);
}
