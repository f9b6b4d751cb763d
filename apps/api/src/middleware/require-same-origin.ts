import { PatchbayError } from '@patchbay/schema';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What the check reads of a request. */
interface RequestFacts {
  method: string;
  header(name: string): string | undefined;
}

/**
 * A browser sends the session cookie along whatever page asks, so a write with one must come from our own pages.
 * Browsers name the page in Origin on every write; API keys are not sent by themselves and need no such check.
 */
export function requireSameOrigin(request: RequestFacts, origins: readonly string[]): void {
  if (safeMethods.has(request.method)) return;
  const origin = request.header('origin');
  if (origin !== undefined && origins.includes(origin)) return;
  throw new PatchbayError(
    'forbidden',
    'This write came from another web page than the admin. Open the admin under its own address (APP_URL), or use an API key.',
  );
}
