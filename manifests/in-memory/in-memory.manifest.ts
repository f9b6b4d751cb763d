import { defineManifest, field } from '@patchbay/schema';

const pageInput = { status: field.text({ label: 'Status', help: 'Only items with this status.' }) };

const noPlace = { reason: 'An item has a name only.', instead: 'Leave it out, or write it into text.' };

export const manifest = defineManifest({
  schema: 1,
  id: 'in-memory',
  version: '1.1.0',
  name: 'In-Memory',
  description: 'A small local server of items, for tests and measurements. Not a real provider.',
  category: 'Development',
  tags: ['test'],
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
  testOnly: true,
  capabilities: ['sync', 'write', 'discovery', 'health'],

  settings: {
    baseUrl: field.url({ label: 'Server URL', placeholder: 'http://127.0.0.1:9000', required: true }),
  },
  hosts: ['{settings.baseUrl}'],

  auth: [
    { id: 'none', type: 'none' },
    {
      id: 'api_key',
      type: 'api_key',
      setup: ['Enter the API key the server was started with.'],
      config: { in: 'header', name: 'X-Api-Key' },
    },
    { id: 'basic', type: 'basic', setup: ['Enter the user name and password the server was started with.'] },
    { id: 'bearer', type: 'bearer', setup: ['Enter the token the server was started with.'] },
  ],

  http: {
    baseUrl: '{settings.baseUrl}',
    idempotencyHeader: 'Idempotency-Key',
    errorMessage: 'error.message',
  },
  errors: [
    {
      body: "error.code == 'item_locked'",
      class: 'conflict',
      message: 'The item is locked. Wait until whoever holds it is done.',
    },
  ],
  rateLimits: {
    headers: {
      limit: 'X-RateLimit-Limit',
      remaining: 'X-RateLimit-Remaining',
      reset: { name: 'X-RateLimit-Reset', unit: 'epoch' },
    },
  },

  operations: {
    getAccount: { description: 'Read whose credentials these are.', request: 'GET /me', safety: 'read' },
    listItems: {
      description: 'List items by cursor.',
      request: 'GET /items',
      safety: 'read',
      input: pageInput,
      query: { status: '{input.status}' },
      items: 'items',
      paginate: {
        type: 'cursor',
        from: { body: 'nextCursor' },
        to: { query: 'cursor' },
        size: { param: 'limit', value: 100, max: 1000 },
      },
      example: { status: 'open' },
    },
    listItemsByPage: {
      description: 'List items by page number.',
      request: 'GET /items-by-page',
      safety: 'read',
      items: 'items',
      paginate: { type: 'page', param: 'page', size: { param: 'size', value: 100, max: 1000 } },
    },
    listItemsByOffset: {
      description: 'List items by offset.',
      request: 'GET /items-by-offset',
      safety: 'read',
      items: 'items',
      paginate: {
        type: 'offset',
        param: 'offset',
        until: { total: 'total' },
        size: { param: 'limit', value: 100, max: 1000 },
      },
    },
    getItem: {
      description: 'Read one item.',
      request: 'GET /items/{id}',
      safety: 'read',
      input: { id: field.text({ required: true }) },
      example: { id: 'item-1' },
    },
    createItem: {
      description: 'Create an item.',
      request: 'POST /items',
      safety: 'write',
      input: { name: field.text({ required: true }), status: field.text({ default: 'open' }) },
      body: { name: '{input.name}', status: '{input.status}' },
      example: { name: 'First item' },
    },
    deleteItem: {
      description: 'Delete an item. Cannot be undone.',
      request: 'DELETE /items/{id}',
      safety: 'destructive',
      input: { id: field.text({ required: true }) },
      response: 'none',
      example: { id: 'item-1' },
    },
    echo: {
      description: 'Send a value and get back what arrived.',
      request: 'POST /echo',
      safety: 'write',
      input: { value: field.json({ required: true }) },
      body: { value: '{input.value}' },
      retry: { idempotent: true, reason: 'The server keeps nothing of it.' },
      example: { value: { hello: 'world' } },
    },
  },

  test: { operation: 'getAccount', account: { id: 'id', label: 'name' } },
  resources: { items: { operation: 'listItems', item: '{id: id, name: name}', aliases: ['item'] } },
  syncs: {
    items: {
      description: 'Every item of the server.',
      operation: 'listItems',
      model: 'resource',
      mode: 'full',
      schedule: '*/15 * * * *',
      record: "{id: id, name: name, type: 'item', status: status, updatedAt: updatedAt}",
      deletes: 'absent',
    },
  },

  implements: {
    'notify.send': {
      operation: 'createItem',
      input: '{name: text}',
      output: '{id: to_string(id)}',
      notTaken: { channel: noPlace, title: noPlace, severity: noPlace, url: noPlace, context: noPlace },
    },
  },
});
