import type { Installation } from './app-state.ts';

/** The page an app is installed on: who you are, for which account, and whether you may. */
export function installPage(slug: string, state: string, accounts: readonly string[]): string {
  const choice = accounts.map((account) => `<option>${escapeText(account)}</option>`).join('');
  return `<!doctype html><html lang="en"><head><title>Install ${escapeText(slug)}</title></head><body><main>
<h1>Install ${escapeText(slug)}</h1>
<form method="post" action="/apps/${encodeURIComponent(slug)}/installations">
<input type="hidden" name="state" value="${escapeText(state)}">
<label>Account <select name="account">${choice}</select></label>
<button name="action" value="install">Install</button>
<button name="action" value="request">Request</button>
</form></main></body></html>`;
}

/** An installation as the API lists it. */
export function toListed(installation: Installation, app: { appId: string; slug: string }, site: string) {
  const { id, account, accountId, suspendedAt } = installation;
  return {
    id,
    account: { login: account, id: accountId, type: 'Organization' },
    ...{ repository_selection: 'selected', app_id: Number(app.appId), app_slug: app.slug },
    ...{ target_id: accountId, target_type: 'Organization', suspended_at: suspendedAt },
    html_url: `${site}/organizations/${account}/settings/installations/${id}`,
  };
}

/** A repository of the installation's account. */
export function toRepository({ account, accountId }: Installation) {
  const full = `${account}/hello-world`;
  return { id: accountId * 10, name: 'hello-world', full_name: full, owner: { login: account, id: accountId } };
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
