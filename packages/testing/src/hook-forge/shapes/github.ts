import type { ForgeHook, HookShape } from '../hook-shape.ts';
import { readFlag, readText, readWords, said } from './read-words.ts';
import { signBody } from './sign-body.ts';

const view = ({ id, url, isActive, events }: ForgeHook) => ({
  ...{ type: 'Repository', id, name: 'web', active: isActive, events },
  config: { url, content_type: 'json', insecure_ssl: '0', secret: '********' },
});

export const github: HookShape = {
  pages: { '/user': { id: 7, login: 'ada', type: 'User', name: 'Ada' } },
  path: /^\/repos\/(?<resource>[^/]+\/[^/]+)\/hooks(?:\/(?<id>\d+)(?<test>\/pings)?)?$/,
  resourceOf: (group) => group,
  updateMethod: 'PATCH',
  // A ping comes by itself and cannot be asked for.
  events: ['push', 'pull_request', 'workflow_run', 'repository'],
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
  list: (items) => ({ status: 200, body: items }),
  test: { event: 'ping', answer: { status: 204, body: null } },
  greetsWith: 'ping',
  sign: ({ event, id, body, key }) => ({
    'x-github-event': event,
    'x-github-delivery': id,
    'x-hub-signature-256': `sha256=${signBody(key.secret, body)}`,
  }),
};
