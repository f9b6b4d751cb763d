import { type Manifest, PatchbayError } from '@patchbay/schema';
import type { ServiceContext } from '../types.ts';

/** What happens in a browser takes whoever sits before it: the session is what the way back is bound to. */
export function requirePerson({ deps, actor }: ServiceContext, manifest: Manifest, what: string): void {
  if (actor.type === 'user') return;
  throw new PatchbayError(
    'forbidden',
    `${what} ${manifest.name} takes a person in a browser, not an API key. Open ${deps.settings.appUrl}/connect/${manifest.id}.`,
  );
}
