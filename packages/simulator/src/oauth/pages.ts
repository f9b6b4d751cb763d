import type { SimulatedAnswer } from '../http/simulated-answer.ts';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem;color:#1c2024}' +
  'p.mark{background:#fff3c4;padding:.5rem .75rem;border-radius:.5rem}' +
  'button{font:inherit;padding:.5rem 1.25rem;margin-right:.5rem;border-radius:.5rem;border:1px solid #8b8d98;background:#fff}' +
  'button[value=allow]{background:#1c2024;color:#fff}';

/** Asks a person whether an app may have access. The buttons post to the address of the page. */
export function consentPage(asked: { provider: string; clientId: string; scopes: readonly string[] }): SimulatedAnswer {
  const scopes = asked.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('');
  return page(
    200,
    `${asked.provider}: allow access?`,
    `<p>The app <code>${escapeHtml(asked.clientId)}</code> asks for access to ${escapeHtml(asked.provider)}.</p>` +
      (scopes === '' ? '<p>It asks for no scopes.</p>' : `<p>It asks for:</p><ul>${scopes}</ul>`) +
      '<form method="post"><button name="decision" value="allow">Allow</button>' +
      '<button name="decision" value="deny">Deny</button></form>',
  );
}

/** Says why there is nothing to allow. */
export function faultPage(provider: string, message: string): SimulatedAnswer {
  return page(400, `${provider}: this sign-in cannot go on`, `<p>${escapeHtml(message)}</p>`);
}

/** Sends parameters back by a form, as response_mode=form_post wants it. */
export function formPostPage(redirectUri: string, parameters: Readonly<Record<string, string>>): SimulatedAnswer {
  const inputs = Object.entries(parameters)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  return page(
    200,
    'Back to the app',
    `<form method="post" action="${escapeHtml(redirectUri)}">${inputs}<button>Go on</button></form>` +
      '<script>document.forms[0].submit()</script>',
  );
}

function page(status: number, title: string, content: string): SimulatedAnswer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body:
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${style}</style>` +
      `<h1>${escapeHtml(title)}</h1><p class="mark">This is the simulator, not the provider.</p>${content}</html>`,
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
