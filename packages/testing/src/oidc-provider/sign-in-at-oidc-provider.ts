export interface OidcSignInOptions {
  /** What is typed as the login. Default: ada. */
  login?: string;
  /** Press Cancel on the first page. */
  cancels?: boolean;
}

/** The way back to the client. */
export interface OidcReturn {
  /** Where the browser is sent, with the parameters in its query or fragment; of a form_post, where the form goes. */
  url: URL;
  /** The parameters, wherever they are. */
  parameters: URLSearchParams;
}

/** What a person does with a browser: opens the address, logs in, consents. Gives the way back without going it. */
export async function signInAtOidcProvider(address: string, options: OidcSignInOptions = {}): Promise<OidcReturn> {
  const { login = 'ada', cancels = false } = options;
  const { origin } = new URL(address);
  const cookies = new Map<string, string>();
  let next: { url: string; form?: URLSearchParams } = { url: address };
  for (let step = 0; step < 15; step += 1) {
    const response = await fetch(next.url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(next.form && { method: 'POST', body: next.form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    const page = await response.text();
    if (location !== null) {
      const url = new URL(location, next.url);
      if (url.origin !== origin)
        return { url, parameters: new URLSearchParams(url.hash === '' ? url.search : url.hash.slice(1)) };
      next = { url: url.href };
      continue;
    }
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (prompt === undefined && action !== undefined) return readFormPost(action, page);
    if (prompt === undefined || action === undefined)
      throw new Error(`The authorization server shows no form: ${response.status} ${page.slice(0, 300)}`);
    const abort = /href="([^"]+\/abort)"/.exec(page)?.[1];
    next =
      cancels && abort !== undefined
        ? { url: new URL(abort, origin).href }
        : { url: new URL(action, origin).href, form: new URLSearchParams({ prompt, login, password: 'any' }) };
  }
  throw new Error('The authorization server sends the browser around in circles.');
}

/** The form that response_mode=form_post answers with. */
function readFormPost(action: string, page: string): OidcReturn {
  const parameters = new URLSearchParams();
  for (const [, name = '', value = ''] of page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
    parameters.append(name, value);
  return { url: new URL(action), parameters };
}
