import type { ForgeHook, HookShape } from '../hook-shape.ts';
import { readFlag, readText, readWords, said } from './read-words.ts';
import { signBody } from './sign-body.ts';

const view = ({ id, url, isActive, events }: ForgeHook) => ({
  ...{ id, type: 'gitea', active: isActive, events },
  config: { url, content_type: 'json' },
});

export const gitea: HookShape = {
  pages: { '/api/v1/user': { id: 7, login: 'ada', full_name: 'Ada' } },
  path: /^\/api\/v1\/repos\/(?<resource>[^/]+\/[^/]+)\/hooks(?:\/(?<id>\d+)(?<test>\/tests)?)?$/,
  resourceOf: (group) => group,
  updateMethod: 'PATCH',
  events: null,
  idOf: ({ id }) => String(id),
  read({ config, events, active }) {
    const { url, secret } = (config ?? {}) as Record<string, unknown>;
    return said({
      ...{ url: readText(url), secret: readText(secret) },
      ...{ events: readWords(events), isActive: readFlag(active) },
    });
  },
  view,
  created: (hook) => ({ status: 201, body: view(hook) }),
  updated: (hook) => ({ status: 200, body: view(hook) }),
  removedStatus: 204,
  list: (items) => ({ status: 200, headers: { 'x-total-count': String(items.length) }, body: items }),
  test: { event: 'push', answer: { status: 204, body: null } },
  sign: ({ event, id, body, key }) => ({
    'x-gitea-event': event,
    'x-gitea-delivery': id,
    'x-gitea-signature': signBody(key.secret, body),
  }),
};
