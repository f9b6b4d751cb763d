import { defineManifest, field } from '@patchbay/schema';

const mount = field.text({
  label: 'Mount',
  help: 'Where the key-value engine (version 2) is mounted.',
  placeholder: 'secret',
  default: 'secret',
  required: true,
});
const path = field.text({
  label: 'Path',
  help: 'Below the mount, without data/ or metadata/.',
  placeholder: 'apps/shop/database',
  required: true,
});
const keyValueDocs = 'https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2';
const noPaging = 'Vault gives the whole list at once.';

export const manifest = defineManifest({
  schema: 1,
  id: 'vault',
  version: '1.1.1',
  name: 'HashiCorp Vault',
  description:
    'Secrets of the key-value engine (version 2) of a HashiCorp Vault server, their names and their versions.',
  category: 'Security',
  tags: ['secrets', 'key-value', 'hashicorp'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://www.hashicorp.com/products/vault',
    documentation: 'https://developer.hashicorp.com/vault/docs',
    apiReference: 'https://developer.hashicorp.com/vault/api-docs',
    openapi: 'https://github.com/hashicorp/vault-client-go/blob/main/openapi.json',
  },
  capabilities: ['health'],
  setup: [
    'Have the address of the Vault server ready, as in VAULT_ADDR.',
    'Write a policy that lets Patchbay read and list only the paths it needs.',
  ],

  settings: {
    serverUrl: field.url({
      label: 'Server URL',
      help: 'The address of the Vault server, without /v1.',
      placeholder: 'https://vault.example.com:8200',
      required: true,
    }),
    namespace: field.text({
      label: 'Namespace',
      help: 'Only for Vault Enterprise and HCP Vault, as in VAULT_NAMESPACE.',
      placeholder: 'admin/team',
      pattern: '[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*/?',
    }),
  },
  hosts: ['{settings.serverUrl}'],

  auth: [
    {
      id: 'token',
      type: 'api_key',
      label: 'Token',
      description: 'A Vault token. It ends when its time to live is over; use a periodic one for a long connection.',
      fields: {
        token: field.secret({
          label: 'Token',
          placeholder: 'hvs.…',
          docsUrl: 'https://developer.hashicorp.com/vault/docs/concepts/tokens',
          required: true,
        }),
      },
      setup: [
        'Make a token with a policy of its own: vault token create -policy=patchbay -period=768h.',
        'Copy the token from the line "token" of the answer.',
      ],
      config: { in: 'header', name: 'X-Vault-Token', field: 'token' },
    },
  ],

  http: {
    baseUrl: '{settings.serverUrl}/v1',
    headers: {
      'X-Vault-Request': 'true',
      'X-Vault-Namespace': '{settings.namespace}',
    },
    errorMessage: "errors && join('; ', errors) || `null`",
  },
  errors: [
    {
      status: 503,
      body: "contains(join(' ', errors || `[]`), 'sealed')",
      class: 'provider_down',
      message: 'Vault is sealed. An operator has to unseal it; nothing can be read until then.',
    },
    {
      status: 403,
      body: "contains(join(' ', errors || `[]`), 'invalid token') || contains(join(' ', errors || `[]`), 'bad token')",
      class: 'auth_invalid',
      message: 'Vault refused the token: it is wrong, expired or revoked. Make a new one and enter it here.',
    },
    {
      status: 403,
      class: 'permission',
      message: 'The policies of the token do not allow this in Vault, or the token has expired. Ask whoever made it.',
    },
    {
      status: 400,
      body: "contains(join(' ', errors || `[]`), 'missing client token')",
      class: 'auth_invalid',
      message: 'Vault got no token. Enter one here.',
    },
    {
      status: 404,
      body: 'data.metadata && (data.metadata.deletion_time || data.metadata.destroyed)',
      class: 'gone',
      message: 'This version of the secret was deleted or destroyed. Read another version, or undelete it in Vault.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'Vault has nothing there. Check the mount and the path, and that the engine is key-value version 2.',
    },
    {
      status: 429,
      class: 'rate_limited',
      message: 'Vault is limiting requests. It goes on by itself.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
  ],
  rateLimits: { quotas: [{ concurrency: 8 }] },

  operations: {
    readHealth: {
      description: 'Read whether the server is initialized, unsealed and active.',
      request: 'GET /sys/health',
      safety: 'read',
      scopes: [],
      // Vault tells the state by status codes; asked like this it answers 200 and tells it in the body.
      query: { standbyok: true, perfstandbyok: true, sealedcode: 200, uninitcode: 200 },
      result:
        '{initialized: initialized, sealed: sealed, standby: standby, version: version, clusterName: cluster_name}',
    },
    // The answer repeats the token as data.id; it must not get out.
    lookupSelf: {
      description: 'Read whose token this is, what it may do and how long it lives.',
      request: 'GET /auth/token/lookup-self',
      safety: 'read',
      scopes: ['read'],
      result:
        '{displayName: data.display_name, entityId: data.entity_id, path: data.path, policies: data.policies, ttlSeconds: data.ttl, expiresAt: data.expire_time, renewable: data.renewable, type: data.type}',
      // Every token may look itself up by the default policy: 403 here means that there is no such token.
      errors: [
        {
          status: 403,
          class: 'auth_invalid',
          message: 'Vault refused the token: it is wrong, expired or revoked. Make a new one and enter it here.',
        },
      ],
    },
    readSecret: {
      description: 'Read a secret, the latest version or another one.',
      request: 'GET /{+mount}/data/{+path}',
      safety: 'read',
      scopes: ['read'],
      input: {
        mount,
        path,
        version: field.integer({ help: 'Default: the latest.', min: 1 }),
      },
      query: { version: '{input.version}' },
      result: '{data: data.data, version: data.metadata.version, createdAt: data.metadata.created_time}',
      example: { mount: 'secret', path: 'apps/shop/database', version: 3 },
    },
    readMetadata: {
      description: 'Read the versions of a secret, not what is in it.',
      request: 'GET /{+mount}/metadata/{+path}',
      safety: 'read',
      scopes: ['read'],
      input: { mount, path },
      result:
        '{currentVersion: data.current_version, oldestVersion: data.oldest_version, createdAt: data.created_time, updatedAt: data.updated_time, custom: data.custom_metadata, versions: data.versions}',
      example: { mount: 'secret', path: 'apps/shop/database' },
    },
    listMount: {
      description: 'List the names at the top of a mount; a name that ends with / is a folder.',
      request: 'GET /{+mount}/metadata/',
      safety: 'read',
      scopes: ['list'],
      input: { mount },
      query: { list: true },
      items: 'data.keys',
      result: "{name: @, isFolder: ends_with(@, '/')}",
      unpaginatedReason: noPaging,
      emptyWhen: [{ status: 404, body: 'errors == `[]`' }],
      example: { mount: 'secret' },
      source: keyValueDocs,
    },
    listSecrets: {
      description: 'List the names in a folder; a name that ends with / is a folder.',
      request: 'GET /{+mount}/metadata/{+path}/',
      safety: 'read',
      scopes: ['list'],
      input: { mount, path },
      query: { list: true },
      items: 'data.keys',
      result: "{name: @, isFolder: ends_with(@, '/')}",
      unpaginatedReason: noPaging,
      emptyWhen: [{ status: 404, body: 'errors == `[]`' }],
      example: { mount: 'secret', path: 'apps/shop' },
    },
  },

  test: {
    operation: 'lookupSelf',
    account: { id: 'data.entity_id || data.display_name', label: 'data.display_name' },
  },

  implements: {
    // The path begins with the mount: secret/apps/shop/database. Without a key the value is the whole secret as JSON.
    'secret.read': {
      steps: [
        {
          operation: 'readSecret',
          input: "{mount: split(input.path, '/')[0], path: join('/', split(input.path, '/')[1:])}",
          as: 'secret',
        },
      ],
      output:
        'let $key = input.key in {value: ($key && items(steps.secret.data)[?@[0] == $key].{text: to_string([1])} || [!($key) && {text: to_string(steps.secret.data)}])[0].text, version: to_string(steps.secret.version)}',
    },
  },
});
