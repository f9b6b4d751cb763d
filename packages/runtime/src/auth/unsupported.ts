import { type AuthMethod, authMethodLabel, PatchbayError } from '@patchbay/schema';
import type { AuthStrategy } from './auth-strategy.ts';

/** Stands for the types manifests may declare already and this version does not sign in with. */
export const unsupported: AuthStrategy<AuthMethod> = {
  credentialHeaders: () => ['authorization'],
  apply(_request, { method }) {
    throw new PatchbayError(
      'unsupported',
      `This version of Patchbay cannot sign in with "${authMethodLabel(method)}" yet. Choose another way to sign in.`,
    );
  },
};
