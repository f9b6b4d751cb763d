import { createHmac } from 'node:crypto';
import type { ForgeHook, HookShape } from '../hook-shape.ts';
import { readText, said } from './read-words.ts';

/** Its events are switches. */
const switches = {
  push_events: 'Push Hook',
  merge_requests_events: 'Merge Request Hook',
  pipeline_events: 'Pipeline Hook',
};

const view = ({ id, url, isActive, events, secret, signingToken }: ForgeHook) => ({
  ...{ id, url, alert_status: isActive ? 'executable' : 'disabled' },
  ...{ token_present: secret !== '', signing_token_present: signingToken !== '' },
  ...Object.fromEntries(Object.entries(switches).map(([name, event]) => [name, events.includes(event)])),
});

export const gitlab: HookShape = {
  pages: { '/api/v4/user': { id: 7, username: 'ada', name: 'Ada' } },
  path: /^\/api\/v4\/projects\/(?<resource>[^/]+)\/hooks(?:\/(?<id>\d+)(?<test>\/test\/[a-z_]+)?)?$/,
  resourceOf: decodeURIComponent,
  updateMethod: 'PUT',
  events: null,
  idOf: ({ id }) => String(id),
  read(body) {
    const { url, token, signing_token: signingToken } = body;
    const isTold = Object.keys(switches).some((name) => name in body);
    const events = Object.entries(switches).flatMap(([name, event]) => (body[name] === true ? [event] : []));
    return said({
      ...{ url: readText(url), secret: readText(token), signingToken: readText(signingToken) },
      events: isTold ? events : undefined,
    });
  },
  view,
  created: (hook) => ({ status: 201, body: view(hook) }),
  updated: (hook) => ({ status: 200, body: view(hook) }),
  removedStatus: 204,
  list: (items) => ({
    status: 200,
    headers: { 'x-total': String(items.length), 'x-next-page': '' },
    body: items,
  }),
  test: { event: 'Push Hook', answer: { status: 201, body: { message: '201 Created' } } },
  sign({ event, id, body, key }) {
    const headers = { 'x-gitlab-event': event, 'idempotency-key': id };
    if (key.signingToken === '') return { ...headers, 'x-gitlab-token': key.secret };
    const at = String(Math.floor(Date.now() / 1_000));
    const bytes = Buffer.from(key.signingToken.replace(/^whsec_/, ''), 'base64');
    const signature = createHmac('sha256', bytes).update(`${id}.${at}.${body}`).digest('base64');
    return { ...headers, 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` };
  },
};
