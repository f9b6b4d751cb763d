import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';

/**
 * Sends what arrived in another site's form, or behind the # of the address, here once more: from a page of our own the browser sends
 * its session along. Its content never changes, so the policy can name its hash.
 */
const script = `
const form = document.forms[0];
const fragment = new URLSearchParams(location.hash.slice(1));
history.replaceState(null, '', location.pathname);
for (const [name, value] of fragment) {
  const input = document.createElement('input');
  Object.assign(input, { type: 'hidden', name, value });
  form.append(input);
}
if (form.elements.length > 0) form.submit();
else document.querySelector('p').textContent = 'The provider sent nothing back. Close this page and press Connect again.';
`;
const scriptHash = createHash('sha256').update(script).digest('base64');

/** A form of the provider's: the browser keeps our cookie back. */
export function isFromElsewhere(context: Context<AppEnv>): boolean {
  const origin = context.req.header('origin');
  return origin === undefined || !context.get('deps').settings.origins.includes(origin);
}

/** The page that does it. `action` is where it sends them, relative to the address asked for. */
export function sendAgain(context: Context<AppEnv>, action: string, parameters: URLSearchParams): Response {
  const inputs = [...parameters].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  context.header('cache-control', 'no-store');
  // Not `no-referrer`: with that a browser names no origin for the form either, and it would come from elsewhere for ever.
  context.header('referrer-policy', 'same-origin');
  context.header(
    'content-security-policy',
    `default-src 'none'; script-src 'sha256-${scriptHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  );
  return context.html(
    `<!DOCTYPE html><html lang="en"><title>Signing in</title><form method="post" action="${escapeHtml(action)}">${inputs.join('')}<noscript><button>Continue</button></noscript></form><p>Signing in…</p><script>${script}</script></html>`,
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
