import { origin, type TestApp } from './create-test-app.ts';

interface Me {
  user: { email: string } | null;
  organization: { id: string };
  role: string;
}

/** A browser as far as single sign-on needs one: it keeps cookies. */
export function createSsoBrowser(tested: TestApp) {
  const cookies = new Map<string, string>();
  const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  async function go(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await tested.app.request(path, {
      ...init,
      headers: { cookie: header(), ...(init.headers as Record<string, string>) },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split(/=(.*)/s);
      if (value === '' || /max-age=0/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }
  return {
    go,
    header,
    async start(email: string) {
      const response = await go('/api/v1/sso/start', {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email }),
      });
      return { status: response.status, body: (await response.json()) as { url: string; error: { message: string } } };
    },
    me: async () => (await tested.call(header() || 'none=1', 'GET', '/me')) as { status: number; body: Me },
  };
}
export type SsoBrowser = ReturnType<typeof createSsoBrowser>;

/** Where a sign-in led to. */
export function endOf(response: Response) {
  const url = new URL(response.headers.get('location') ?? '', origin);
  return { path: url.pathname, error: url.searchParams.get('error') };
}
