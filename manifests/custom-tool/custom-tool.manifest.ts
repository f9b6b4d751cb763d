import { defineManifest, field } from '@patchbay/schema';

const sample = {
  challenge: 'connection-test',
  issuedAt: '2026-11-27T00:00:00.000Z',
  expiresAt: '2099-12-31T23:59:59.000Z',
};

export const manifest = defineManifest({
  schema: 1,
  id: 'custom-tool',
  version: '1.1.0',
  name: 'Custom tool',
  description: 'Any tool of your own that speaks the ping protocol: it takes a signed challenge and calls back.',
  category: 'Development',
  tags: ['ping', 'self-hosted', 'standard-webhooks'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://www.standardwebhooks.com',
    apiReference: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  },
  capabilities: ['write', 'health'],
  setup: [
    'Let the tool take a POST at an address of its own, and check its signature as Standard Webhooks defines it.',
    'Give the tool and this connection the same shared secret.',
  ],

  settings: {
    pingUrl: field.url({
      label: 'Ping URL',
      help: 'Where the tool takes the challenge.',
      placeholder: 'https://tool.example.com/patchbay-ping',
      required: true,
    }),
  },
  hosts: ['{settings.pingUrl}'],

  auth: [
    {
      id: 'sharedSecret',
      type: 'hmac_request',
      label: 'Shared secret',
      description: 'Signs what is sent to the tool, and what the tool sends back.',
      fields: {
        secret: field.secret({
          label: 'Shared secret',
          help: 'whsec_ followed by the base64 of 24 to 64 random bytes.',
          placeholder: 'whsec_…',
          required: true,
          formats: [{ id: 'whsec', label: 'shared secret', pattern: 'whsec_[A-Za-z0-9+/]{32,86}={0,2}' }],
        }),
        accessToken: field.secret({
          label: 'Access token',
          help: 'Only where something in front of the tool asks for one, such as the trigger of a job. Sent as a bearer token.',
        }),
      },
      headers: { authorization: 'Bearer {credentials.accessToken}' },
      setup: [
        'Make a random value, such as with: echo "whsec_$(openssl rand -base64 32)".',
        'Enter it here as shared secret, and in the tool.',
      ],
      config: {
        algorithm: 'sha256',
        keyField: 'secret',
        keyEncoding: 'base64',
        stripPrefix: 'whsec_',
        message: [{ header: 'webhook-id' }, { literal: '.' }, 'timestamp', { literal: '.' }, 'body'],
        encoding: 'base64',
        header: 'webhook-signature',
        prefix: 'v1,',
        timestampHeader: 'webhook-timestamp',
      },
    },
  ],

  http: { baseUrl: '{settings.pingUrl}' },

  errors: [
    {
      status: 401,
      class: 'auth_invalid',
      message:
        'The tool refused the signature. Enter the same shared secret here and in the tool, and check its clock.',
    },
    {
      status: 403,
      class: 'permission',
      message: 'The tool took the request but does not allow it. Ask whoever runs the tool.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'The tool has nothing at this address. Check the ping URL.',
    },
    {
      status: 405,
      class: 'not_found',
      message: 'The address of the tool takes no POST. Check the ping URL.',
    },
  ],

  operations: {
    ping: {
      description:
        'Send a challenge; any 2xx means that the tool took it. Where it names a callback URL, the tool then answers there with the nonce.',
      request: 'POST /',
      safety: 'write',
      input: {
        challenge: field.text({
          label: 'Challenge',
          help: 'Also the ID of the message; without a full stop, which separates the parts of what is signed.',
          pattern: '[A-Za-z0-9_-]+',
          required: true,
        }),
        nonce: field.text({ label: 'Nonce', help: 'What the tool sends back.' }),
        callbackUrl: field.url({
          label: 'Callback URL',
          help: 'Where the tool answers. Left out: the tool has nothing to answer.',
        }),
        issuedAt: field.text({ label: 'Issued at', help: 'ISO 8601.', required: true }),
        expiresAt: field.text({ label: 'Expires at', help: 'ISO 8601.', required: true }),
      },
      headers: { 'webhook-id': '{input.challenge}' },
      body: {
        type: 'patchbay.ping',
        challenge: '{input.challenge}',
        nonce: '{input.nonce}',
        callbackUrl: '{input.callbackUrl}',
        issuedAt: '{input.issuedAt}',
        expiresAt: '{input.expiresAt}',
      },
      response: 'none',
      example: { ...sample, nonce: 'n', callbackUrl: 'https://patchbay.example.com/pings/t' },
    },
  },

  test: { operation: 'ping', input: sample },

  ping: { operation: 'ping', secret: 'secret', verify: { type: 'standard_webhooks' } },
});
