import { defineManifest } from '@patchbay/schema';

// A manifest to copy: one token, one list, kept in sync. docs/adding-a-manifest.md says how to make it your own, and
// docs/reference/manifest.md what else can be said. `pnpm verify` names whatever is left of this text.
export const manifest = defineManifest({
  schema: 1,
  id: 'my-provider',
  version: '1.0.0',
  name: 'Your provider',
  description: 'Projects of Your provider.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://my-provider.example.com', apiReference: 'https://my-provider.example.com/docs/api' },
  // What the sections below prove, no more.
  capabilities: ['sync', 'discovery', 'health'],

  // For a server of people's own: a setting baseUrl of type url, '{settings.baseUrl}' here, and in http.baseUrl.
  hosts: ['api.my-provider.example.com'],

  auth: [
    {
      id: 'token',
      type: 'bearer',
      label: 'Access token',
      setup: ['Make an access token in the settings of Your provider that may read projects, and copy it.'],
    },
  ],

  http: { baseUrl: 'https://api.my-provider.example.com/v1', errorMessage: 'message' },

  operations: {
    // The cheapest call that tells a wrong token from a missing permission.
    getUser: { description: 'Read whose token it is.', request: 'GET /user', safety: 'read', scopes: [] },
    listProjects: {
      description: 'List the projects the token sees.',
      request: 'GET /projects',
      safety: 'read',
      scopes: [],
      items: '@',
      paginate: { type: 'page', param: 'page', size: { param: 'per_page', value: 100, max: 100 } },
    },
  },

  test: { operation: 'getUser', account: { id: 'id', label: 'login' } },
  resources: { projects: { operation: 'listProjects', item: '{id: id, name: name, url: url}' } },
  syncs: {
    projects: {
      operation: 'listProjects',
      model: 'project',
      mode: 'full',
      schedule: '0 * * * *',
      record: '{id: id, name: name, url: url}',
      deletes: 'absent',
    },
  },
});
