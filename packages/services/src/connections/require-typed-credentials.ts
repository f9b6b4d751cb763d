import { type AuthMethod, type Manifest, PatchbayError, signsInAtProvider } from '@patchbay/schema';

/** Throws `unsupported` for a method people sign in at the provider with: its tokens cannot be typed in. */
export function requireTypedCredentials(manifest: Manifest, method: AuthMethod): void {
  if (!signsInAtProvider(method)) return;
  throw new PatchbayError(
    'unsupported',
    `With "${method.id}" people sign in at ${manifest.name} in their browser. Press Connect in the admin, or begin with POST /api/v1/integrations/oauth/start.`,
  );
}
