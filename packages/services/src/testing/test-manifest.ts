import { defineManifest, field } from '@patchbay/schema';

/** A small provider for tests of the services: items with a cursor, one write, one destructive call. */
export const testManifest = defineManifest({
  schema: 1,
  id: 'item-store',
  version: '1.0.0',
  name: 'Item Store',
  description: 'A small local server of items, for the tests of the services.',
  category: 'Development',
  tags: ['storage'],
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
  migrations: { '9.0.0': ['Items have another id; sync them again.'], '10.0.0': ['Tokens need the right to list.'] },
  capabilities: ['sync', 'write', 'discovery', 'health'],
  setup: ['Start the server.'],
  settings: {
    baseUrl: field.url({ label: 'Server URL', placeholder: 'https://items.example.com', required: true }),
    region: field.select({
      label: 'Region',
      options: [
        { value: 'eu', label: 'Europe' },
        { value: 'us', label: 'America' },
      ],
      default: 'eu',
    }),
    pageSize: field.integer({ label: 'Page size', min: 1, max: 500, default: 100 }),
    prefix: field.text({
      label: 'Prefix',
      pattern: '[a-z]+',
      patternMessage: 'must be lower-case letters',
      maxLength: 20,
    }),
    archive: field.boolean({ label: 'Archive' }),
    archiveName: field.text({ label: 'Archive name', required: true, visibleWhen: { field: 'archive', equals: true } }),
  },
  hosts: ['{settings.baseUrl}'],
  auth: [
    {
      id: 'token',
      type: 'bearer',
      fields: {
        token: field.secret({
          label: 'Token',
          required: true,
          formats: [{ id: 'current', label: 'store token', pattern: 'sto_[A-Za-z0-9]{20,}' }],
        }),
      },
      setup: ['Make a token in the settings of the store.'],
    },
    { id: 'basic', type: 'basic', setup: ['Use the user name and password of an account.'] },
    { id: 'none', type: 'none' },
    {
      id: 'oauth',
      type: 'oauth2',
      config: {
        grant: 'implicit',
        authorizeUrl: '{settings.baseUrl}/authorize',
        tokenUrl: '{settings.baseUrl}/token',
      },
    },
  ],
  http: { baseUrl: '{settings.baseUrl}', headers: { accept: 'application/json' }, errorMessage: 'error.message' },
  operations: {
    getAccount: { description: 'Whose credentials these are.', request: 'GET /me', safety: 'read' },
    listItems: {
      description: 'List items.',
      request: 'GET /items',
      safety: 'read',
      query: { limit: '{settings.pageSize}' },
      items: 'items',
      paginate: { type: 'cursor', from: { body: 'nextCursor' }, to: { query: 'cursor' } },
    },
    getItem: {
      description: 'Read one item.',
      request: 'GET /items/{id}',
      safety: 'read',
      input: { id: field.text({ required: true }) },
    },
    createItem: {
      description: 'Create an item.',
      request: 'POST /items',
      safety: 'write',
      input: { name: field.text({ required: true }) },
      body: { name: '{input.name}' },
    },
    putObject: {
      description: 'Store an object.',
      request: 'PUT /objects/{bucket}/{+key}',
      safety: 'write',
      input: {
        bucket: field.text({ required: true }),
        key: field.text({ required: true }),
        content: field.textarea({ required: true, maxLength: 1_000_000 }),
      },
      bodyType: 'text',
      body: '{input.content}',
    },
    deleteItem: {
      description: 'Delete an item.',
      request: 'DELETE /items/{id}',
      safety: 'destructive',
      input: { id: field.text({ required: true }) },
      response: 'none',
    },
  },
  test: { operation: 'getAccount', account: { id: 'id', label: 'name' } },
  resources: {
    items: { operation: 'listItems', item: '{id: id, name: name}', aliases: ['things'] },
    repositories: { operation: 'listItems', item: '{id: id, name: name}' },
  },
  webhooks: {
    verify: { type: 'hmac', algorithm: 'sha256', header: 'X-Items-Signature', message: ['body'] },
    event: { header: 'X-Items-Event' },
    delivery: { header: 'X-Items-Delivery' },
    events: { item: { description: 'An item was changed.' } },
  },
  syncs: {
    items: {
      operation: 'listItems',
      model: 'resource',
      mode: 'full',
      schedule: '0 * * * *',
      record: "{id: id, name: name, type: 'item'}",
      deletes: 'absent',
    },
    kept: {
      operation: 'listItems',
      model: 'resource',
      mode: 'full',
      record: "{id: id, name: name, type: 'item'}",
      deletes: { none: 'The server forgets items that still exist.' },
    },
  },
  implements: {
    'storage.put': {
      operation: 'putObject',
      input: '{bucket: bucket, key: key, content: content}',
      output: '{key: key, etag: etag}',
    },
  },
});

/** A second provider, so that filters have something to leave out. */
export const hiddenManifest = defineManifest({
  ...testManifest,
  id: 'hidden-store',
  name: 'Hidden Store',
  testOnly: true,
});

/** A provider that speaks the ping protocol, with its token as the secret of both sides. */
export const pingManifest = defineManifest({
  ...testManifest,
  id: 'ping-store',
  name: 'Ping Store',
  testOnly: true,
  ping: {
    operation: 'createItem',
    secret: 'token',
    verify: { type: 'hmac', algorithm: 'sha256', header: 'X-Signature', message: ['body'] },
  },
});

/** A provider people sign in to; its server is a real authorization server. */
export const signInManifest = defineManifest({
  schema: 1,
  id: 'people-store',
  version: '1.0.0',
  name: 'People Store',
  description: 'A local authorization server whose API tells who signed in.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
  capabilities: ['health'],
  testOnly: true,
  settings: { baseUrl: field.url({ label: 'Server URL', required: true }) },
  hosts: ['{settings.baseUrl}'],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      setup: ['Press Connect.'],
      config: {
        authorizeUrl: '{settings.baseUrl}/auth',
        tokenUrl: '{settings.baseUrl}/token',
        revokeUrl: '{settings.baseUrl}/token/revocation',
        issuer: '{settings.baseUrl}',
        scopes: ['openid', 'offline_access'],
        authorizeParams: { prompt: 'consent' },
        refresh: { rotates: true },
        setupInstructions: 'Open the settings.\nEnter the callback URL.',
        createAppUrl: '{settings.baseUrl}/apps',
        clientIdEnvVar: 'PEOPLE_STORE_CLIENT_ID',
        clientSecretEnvVar: 'PEOPLE_STORE_CLIENT_SECRET',
      },
    },
    { id: 'token', type: 'bearer', setup: ['Make a token.'] },
  ],
  http: { baseUrl: '{settings.baseUrl}' },
  operations: { getUser: { description: 'Who signed in.', request: 'GET /me', safety: 'read' } },
  test: { operation: 'getUser', account: { id: 'sub', label: 'sub' } },
});
