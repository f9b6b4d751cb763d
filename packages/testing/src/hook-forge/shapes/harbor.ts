import type { HookShape } from '../hook-shape.ts';
import { readFlag, readText, readWords, said } from './read-words.ts';

export const harbor: HookShape = {
  pages: { '/api/v2.0/users/current': { user_id: 7, username: 'ada' } },
  path: /^\/api\/v2\.0\/projects\/(?<resource>[^/]+)\/webhook\/policies(?:\/(?<id>\d+))?$/,
  resourceOf: (group) => group,
  updateMethod: 'PUT',
  events: [
    ...['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'DELETE_ARTIFACT', 'SCANNING_COMPLETED', 'SCANNING_FAILED'],
    ...['QUOTA_EXCEED', 'QUOTA_WARNING', 'REPLICATION', 'TAG_RETENTION'],
  ],
  idOf: ({ id }) => String(id),
  read({ targets, event_types: events, enabled }) {
    const [target = {}] = (targets ?? []) as Record<string, unknown>[];
    return said({
      ...{ url: readText(target.address), secret: readText(target.auth_header) },
      ...{ events: readWords(events), isActive: readFlag(enabled) },
    });
  },
  // It tells the auth header to whoever may read the policies.
  view: ({ id, url, secret, isActive, events }) => ({
    ...{ id, name: `policy-${id}`, enabled: isActive, event_types: events },
    targets: [{ type: 'http', address: url, auth_header: secret, skip_cert_verify: false, payload_format: 'Default' }],
  }),
  // Only the header says which policy was made.
  created: ({ id }, path) => ({ status: 201, headers: { location: `${path}/${id}` }, body: null }),
  updated: () => ({ status: 200, body: null }),
  removedStatus: 200,
  list: (items) => ({ status: 200, headers: { 'x-total-count': String(items.length) }, body: items }),
  test: null,
  // Without it a project whose name is a number would be another one.
  requires: (headers) => headers['x-is-resource-name'] === 'true',
  sign: ({ key }) => ({ authorization: key.secret }),
};
