import type { ManifestInput } from '@patchbay/schema';
import { createCanary, type Handler } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { expectNoSecret } from '../testing/expect-no-secret.ts';
import { createServe, json, type Served } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

type CustomInput = Extract<ManifestInput['auth'][number], { type: 'custom' }>;

const serve = createServe();
const key = createCanary();

function createManifest(config: CustomInput['config'], parts: Partial<ManifestInput> = {}) {
  const fields: CustomInput['fields'] = { key: { type: 'secret', label: 'Key', required: true } };
  return withOperation({ query: { x: '1' } }, { auth: [{ id: 'own', type: 'custom', fields, config }], ...parts });
}

function call(served: Served, config: CustomInput['config'], secrets: Record<string, string> = { key }) {
  return served.runtime.execute(createTarget(createManifest(config), served.url, { secrets }), 'call');
}

/** A challenge, a ticket bought with it, and the page that takes the ticket. */
function ticketOffice(): { handler: Handler; tickets: string[] } {
  const tickets: string[] = [];
  return {
    tickets,
    handler(request, response) {
      const url = new URL(request.url ?? '', 'http://a');
      if (url.pathname === '/nonce') return json({ nonce: 'n 1' })(request, response);
      if (url.pathname === '/tickets/n%201') {
        if (request.headers['x-key'] !== key) return json({ message: 'no' }, 403)(request, response);
        tickets.push(createCanary());
        return json({}, 200, { 'x-ticket': tickets.at(-1) ?? '' })(request, response);
      }
      const isGood = request.headers['x-ticket'] === tickets.at(-1) && url.searchParams.get('key') === key;
      return json({}, isGood ? 200 : 401)(request, response);
    },
  };
}

const steps: NonNullable<CustomInput['config']['steps']> = [
  { request: 'GET /nonce', extract: { nonce: { body: 'nonce' } } },
  {
    request: 'POST /tickets/{steps.nonce}',
    headers: { 'X-Key': '{credentials.key}' },
    extract: { ticket: { header: 'x-ticket' } },
  },
];
const apply = { headers: { 'X-Ticket': '{steps.ticket}' }, query: { key: '{credentials.key}' } };

test('headers and query are made of credentials and settings', async () => {
  const served = await serve(json({}));
  const config = { apply: { headers: { 'X-Auth': 'k={credentials.key}' }, query: { 'a b': '{credentials.key}' } } };
  expect(await call(served, config)).toMatchObject({ success: true, requests: 1 });
  expect(served.server.requests[0]).toMatchObject({
    url: `/items?x=1&a%20b=${key}`,
    headers: { 'x-auth': `k=${key}` },
  });
});

test('each step sees what the one before gave, and the values serve for their lifetime', async () => {
  const { handler, tickets } = ticketOffice();
  const served = await serve(handler);
  const config = { steps, apply, ttlSeconds: 100 };
  expect(await call(served, config)).toMatchObject({ success: true, requests: 3 });
  expect(await call(served, config)).toMatchObject({ success: true, requests: 1 });
  served.clock.advance(90_000);
  expect(await call(served, config)).toMatchObject({ success: true, requests: 3 });
  // Sold out from under us: one new ticket, and the request again.
  tickets.push('another');
  expect(await call(served, config)).toMatchObject({ success: true, requests: 4 });
});

test('steps without a lifetime are made for each request', async () => {
  const { handler, tickets } = ticketOffice();
  const served = await serve(handler);
  for (const requests of [3, 3])
    expect(await call(served, { steps, apply })).toMatchObject({ success: true, requests });
  expect(tickets).toHaveLength(2);
});

test('a refused step says so, and secrets appear nowhere', async () => {
  const { handler, tickets } = ticketOffice();
  const served = await serve(handler);
  const wrong = createCanary();
  const refused = await call(served, { steps, apply }, { key: wrong });
  expect(refused.error).toMatchObject({ class: 'auth_invalid', whoseFault: 'you' });
  const missing = await call(served, { steps, apply }, {});
  expect(missing.error).toMatchObject({ message: 'The connection has no Key.' });
  const good = await call(served, { steps, apply });
  expectNoSecret([key, wrong, ...tickets], served, [refused, missing, good]);
});
