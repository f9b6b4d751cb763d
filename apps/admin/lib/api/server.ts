import 'server-only';
import { createPatchbayClient, type PatchbayClient } from '@patchbay/client';
import { headers } from 'next/headers';
import { currentEnv } from '#server/env.ts';

const passedOn = ['cookie', 'x-forwarded-for', 'user-agent'];

/** The client of a page being rendered: it calls the API as the visitor, with the visitor's cookie and address. */
export async function serverApi(): Promise<PatchbayClient> {
  const incoming = await headers();
  const outgoing = new Headers();
  for (const name of passedOn) {
    const value = incoming.get(name);
    if (value) outgoing.set(name, value);
  }
  return createPatchbayClient({
    baseUrl: currentEnv().apiUrl,
    fetch: (request) => {
      for (const [name, value] of outgoing) request.headers.set(name, value);
      return fetch(request, { cache: 'no-store' });
    },
  });
}
