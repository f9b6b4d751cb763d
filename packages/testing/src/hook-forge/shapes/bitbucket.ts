import type { ForgeHook, HookShape } from '../hook-shape.ts';
import { readFlag, readText, readWords, said } from './read-words.ts';
import { signBody } from './sign-body.ts';

/** UUIDs in braces. */
const idOf = ({ id }: ForgeHook) => `{8c4b2a10-0000-4000-8000-${String(id).padStart(12, '0')}}`;

const view = (hook: ForgeHook) => ({
  ...{ type: 'webhook_subscription', uuid: idOf(hook), description: 'Patchbay', subject_type: 'repository' },
  ...{ url: hook.url, active: hook.isActive, events: hook.events, secret_set: hook.secret !== '' },
});

export const bitbucket: HookShape = {
  pages: { '/2.0/user': { type: 'user', uuid: '{00000000-0000-4000-8000-000000000007}', display_name: 'Ada' } },
  path: /^\/2\.0\/repositories\/(?<resource>[^/]+\/[^/]+)\/hooks(?:\/(?<id>[^/]+))?$/,
  resourceOf: (group) => group,
  updateMethod: 'PUT',
  events: [
    ...['repo:push', 'repo:updated', 'pullrequest:created', 'pullrequest:updated'],
    ...['pullrequest:fulfilled', 'pullrequest:rejected'],
  ],
  idOf,
  read: ({ url, secret, events, active }) =>
    said({
      ...{ url: readText(url), secret: readText(secret) },
      ...{ events: readWords(events), isActive: readFlag(active) },
    }),
  view,
  created: (hook) => ({ status: 201, body: view(hook) }),
  updated: (hook) => ({ status: 200, body: view(hook) }),
  removedStatus: 204,
  list: (items) => ({ status: 200, body: { values: items, pagelen: 50, page: 1, size: items.length } }),
  test: null,
  sign: ({ event, id, body, key }) => ({
    'x-event-key': event,
    'x-request-uuid': id,
    'x-hub-signature': `sha256=${signBody(key.secret, body)}`,
  }),
};
