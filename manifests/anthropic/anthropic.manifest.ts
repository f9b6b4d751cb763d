import { defineManifest, field } from '@patchbay/schema';

const model = field.combobox({
  label: 'Model',
  placeholder: 'claude-opus-4-6',
  required: true,
  optionsFrom: { operation: 'listModels', value: 'id', label: 'display_name' },
});
// For questions: what the connection says is asked where the call does not say.
const askedModel = { ...model, help: 'Left out: the default model of the connection.', defaultFrom: 'model' };
const messages = field.json({ label: 'Messages', help: 'A list of {role, content}.', required: true });
const system = field.textarea({ label: 'System prompt', maxLength: 1_000_000 });

export const manifest = defineManifest({
  schema: 1,
  id: 'anthropic',
  version: '1.2.0',
  name: 'Anthropic',
  description: 'The Claude models of Anthropic: list them, count tokens, and ask one a question.',
  category: 'Development',
  tags: ['llm', 'ai', 'chat', 'models', 'claude'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://www.anthropic.com',
    documentation: 'https://platform.claude.com/docs',
    apiReference: 'https://platform.claude.com/docs/en/api/overview',
    status: 'https://status.claude.com',
  },
  capabilities: ['write', 'discovery', 'health'],
  setup: ['Make sure that the Anthropic organization has credits; the API is billed by use.'],

  settings: {
    model: field.text({
      label: 'Default model',
      help: 'Asked where a call names no model.',
      placeholder: 'claude-opus-4-6',
    }),
  },
  hosts: ['api.anthropic.com'],

  auth: [
    {
      id: 'apiKey',
      type: 'api_key',
      label: 'API key',
      fields: {
        apiKey: field.secret({
          label: 'API key',
          placeholder: 'sk-ant-api03-…',
          docsUrl: 'https://platform.claude.com/docs/en/api/overview',
          required: true,
          formats: [
            {
              id: 'secret',
              label: 'API key',
              pattern: 'sk-ant-[A-Za-z0-9_-]{20,}',
              note: 'Keys for administration (sk-ant-admin) cannot ask models.',
            },
          ],
        }),
      },
      createUrl: 'https://platform.claude.com/settings/keys',
      setup: [
        'Open API keys in the settings of the Claude Console and create a key in the workspace that pays.',
        'Copy the API key; Anthropic shows it once.',
      ],
      storedOnce: true,
      config: { in: 'header', name: 'x-api-key' },
    },
  ],

  http: {
    baseUrl: 'https://api.anthropic.com/v1',
    apiVersion: { in: 'header', name: 'anthropic-version', value: '2023-06-01' },
    errorMessage: 'error.message',
  },
  errors: [
    {
      status: 401,
      class: 'auth_invalid',
      message: 'Anthropic refused the key: it is wrong, disabled or deleted. Make a new one in the Claude Console.',
    },
    {
      status: 403,
      class: 'permission',
      message: 'The Anthropic key may not do this. Ask an administrator of the organization.',
    },
    {
      status: 400,
      body: "contains(error.message || '', 'credit balance is too low')",
      class: 'quota_exhausted',
      message: 'The Anthropic organization has no credits left. Buy credits in the Claude Console.',
    },
    {
      body: "error.type == 'billing_error'",
      class: 'quota_exhausted',
      message: 'Anthropic could not bill the organization. Check the payment details in the Claude Console.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'Anthropic has no such model, or the key may not use it. Choose one from the list of models.',
    },
    {
      status: 413,
      class: 'validation',
      message: 'The request is larger than Anthropic takes. Send shorter messages.',
    },
    {
      status: 429,
      class: 'rate_limited',
      message: 'Anthropic is limiting requests or tokens a minute. It goes on by itself.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
    { status: 529, class: 'transient', message: 'Anthropic is overloaded at the moment. Try again in a while.' },
  ],
  rateLimits: {
    quotas: [{ concurrency: 8 }],
    headers: {
      limit: 'anthropic-ratelimit-requests-limit',
      remaining: 'anthropic-ratelimit-requests-remaining',
      reset: { name: 'anthropic-ratelimit-requests-reset', unit: 'iso8601' },
    },
  },

  operations: {
    checkKey: {
      description: 'Ask for one model, to see that Anthropic accepts the key.',
      request: 'GET /models',
      safety: 'read',
      query: { limit: 1 },
      unpaginatedReason: 'Only whether it answers matters.',
    },
    listModels: {
      description: 'List the models the key may use, newest first.',
      request: 'GET /models',
      safety: 'read',
      items: 'data',
      paginate: {
        type: 'cursor',
        from: { body: 'last_id' },
        to: { query: 'after_id' },
        stop: { unless: 'has_more' },
        size: { param: 'limit', value: 100, max: 1000 },
      },
    },
    getModel: {
      description: 'Read one model.',
      request: 'GET /models/{model}',
      safety: 'read',
      input: { model },
      example: { model: 'claude-opus-4-6' },
    },
    createMessage: {
      description: 'Ask a model. It costs tokens.',
      request: 'POST /messages',
      safety: 'write',
      input: {
        model: askedModel,
        messages,
        system,
        maxTokens: field.integer({ label: 'Most tokens', help: 'Of the answer.', min: 1, default: 4096 }),
        temperature: field.number({ min: 0, max: 1 }),
      },
      body: {
        model: '{input.model}',
        messages: '{input.messages}',
        system: '{input.system}',
        max_tokens: '{input.maxTokens}',
        temperature: '{input.temperature}',
      },
      result:
        "{id: id, text: join('', content[?type == 'text'].text), model: model, stopReason: stop_reason, inputTokens: usage.input_tokens, outputTokens: usage.output_tokens}",
      timeoutMs: 300_000,
      example: { model: 'claude-opus-4-6', messages: [{ role: 'user', content: 'Hello, Claude' }], maxTokens: 1024 },
    },
    countTokens: {
      description: 'Count the tokens of messages before they are sent.',
      request: 'POST /messages/count_tokens',
      safety: 'read',
      input: { model: askedModel, messages, system },
      body: { model: '{input.model}', messages: '{input.messages}', system: '{input.system}' },
      result: '{inputTokens: input_tokens}',
      retry: { idempotent: true, reason: 'It only counts; the messages travel in the body.' },
      example: { model: 'claude-opus-4-6', messages: [{ role: 'user', content: 'Hello, Claude' }] },
    },
  },

  test: { operation: 'checkKey', account: { header: 'anthropic-organization-id' } },

  resources: {
    models: {
      operation: 'listModels',
      item: '{id: id, name: id, label: display_name, createdAt: created_at}',
      aliases: ['model'],
    },
  },

  implements: {
    'llm.chat': {
      operation: 'createMessage',
      // Anthropic takes the system prompt beside the messages, and always wants a limit of tokens.
      input:
        "{model: model, messages: messages[?role != 'system'], system: join(`\"\\n\\n\"`, messages[?role == 'system'].content) || `null`, maxTokens: maxTokens, temperature: temperature}",
    },
  },
});
