import 'server-only';
import type { Me } from '@patchbay/client';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { type ApiError, toApiError } from '#lib/api/api-error.ts';
import { serverApi } from '#lib/api/server.ts';
import { unwrap } from '#lib/api/unwrap.ts';

/** Who is asking for this page. Visitors without a session are sent to sign in, or to set up an empty instance. */
export async function requireMe(): Promise<{ me: Me } | { error: ApiError }> {
  try {
    return { me: await readMe() };
  } catch (thrown) {
    const error = toApiError(thrown);
    if (error.status !== 401) return { error };
  }
  if (!(await readIsSetUp())) redirect('/setup');
  const path = (await headers()).get('x-path') ?? '/';
  redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`);
}

const readMe = cache(async () => {
  const api = await serverApi();
  return unwrap(api.GET('/api/v1/me'));
});

/** Whether the first owner exists; true when the API cannot say, so that nobody is sent to a page that cannot work. */
export async function readIsSetUp(): Promise<boolean> {
  const api = await serverApi();
  const status = await unwrap(api.GET('/api/v1/setup')).catch(() => null);
  return status?.isSetUp ?? true;
}
