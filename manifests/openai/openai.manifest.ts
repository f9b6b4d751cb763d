import { defineManifest, field } from '@patchbay/schema';

const model = field.combobox({
  label: 'Model',
  placeholder: 'gpt-5-mini',
  required: true,
  optionsFrom: { operation: 'listModels', value: 'id', label: 'id' },
});
// For questions: what the connection says is asked where the call does not say.
const askedModel = { ...model, help: 'Left out: the default model of the connection.', defaultFrom: 'model' };

export const manifest = defineManifest({
  schema: 1,
  id: 'openai',
  version: '1.3.0',
  name: 'OpenAI',
  description: 'The models of OpenAI: list them, and ask one a question.',
  category: 'Development',
  tags: ['llm', 'ai', 'chat', 'models', 'gpt'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://openai.com',
    documentation: 'https://platform.openai.com/docs',
    apiReference: 'https://platform.openai.com/docs/api-reference',
    openapi: 'https://github.com/openai/openai-openapi',
    status: 'https://status.openai.com',
  },
  capabilities: ['write', 'discovery', 'health'],
  setup: ['Make sure that the OpenAI organization has a payment method or credits; the API is billed by use.'],

  settings: {
    model: field.text({
      label: 'Default model',
      help: 'Asked where a call names no model.',
      placeholder: 'gpt-5-mini',
    }),
    organization: field.text({
      label: 'Organization ID',
      help: 'Only for a key that belongs to several organizations. Default: the one the key belongs to.',
      placeholder: 'org-…',
      pattern: 'org-[A-Za-z0-9]+',
    }),
    project: field.text({
      label: 'Project ID',
      help: 'Only for a user key of an organization with several projects. A project key has its project already.',
      placeholder: 'proj_…',
      pattern: 'proj_[A-Za-z0-9]+',
    }),
  },
  hosts: ['api.openai.com'],

  auth: [
    {
      id: 'apiKey',
      type: 'bearer',
      label: 'API key',
      fields: {
        apiKey: field.secret({
          label: 'API key',
          placeholder: 'sk-…',
          docsUrl: 'https://platform.openai.com/docs/api-reference/authentication',
          required: true,
          formats: [
            {
              id: 'secret',
              label: 'secret key',
              pattern: 'sk-[A-Za-z0-9_-]{20,}',
              note: 'Project, service account and user keys all begin with sk-.',
            },
          ],
        }),
      },
      createUrl: 'https://platform.openai.com/api-keys',
      setup: [
        'Open API keys in the settings of your project at OpenAI and create a secret key.',
        'A restricted key needs Models read, and Model capabilities or Chat completions request.',
        'Copy the API key; OpenAI shows it once.',
      ],
      storedOnce: true,
      config: { field: 'apiKey' },
    },
  ],

  http: {
    baseUrl: 'https://api.openai.com/v1',
    headers: {
      'OpenAI-Organization': '{settings.organization}',
      'OpenAI-Project': '{settings.project}',
    },
    errorMessage: 'error.message',
  },
  errors: [
    // A restricted key is told so with 401 as well as 403: the key is good, the permission is not there.
    {
      status: [401, 403],
      body: "contains(error.message || '', 'insufficient permissions')",
      class: 'permission',
      message: 'The OpenAI key is good but lacks a permission for this. Edit the key at OpenAI and add it.',
    },
    {
      status: 401,
      body: "contains(error.message || '', 'IP')",
      class: 'permission',
      message: 'OpenAI takes this key only from listed IP addresses. Add the address of this server there.',
    },
    {
      status: 401,
      class: 'auth_invalid',
      message: 'OpenAI refused the key: it is wrong, revoked, or of another organization. Make a new one.',
    },
    {
      status: 403,
      class: 'permission',
      message: 'OpenAI does not let this key do that, or does not serve the country this server stands in.',
    },
    {
      status: 429,
      body: "error.code == 'insufficient_quota' || error.type == 'insufficient_quota'",
      class: 'quota_exhausted',
      message: 'The OpenAI account has no credits left or has met its monthly limit. Add credits at OpenAI.',
    },
    {
      status: 429,
      class: 'rate_limited',
      message: 'OpenAI is limiting requests or tokens a minute. It goes on by itself.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
    {
      body: "error.code == 'model_not_found'",
      class: 'not_found',
      message: 'OpenAI has no such model, or the key may not use it. Choose one from the list of models.',
    },
    {
      body: "error.code == 'context_length_exceeded'",
      class: 'validation',
      message: 'The messages are longer than the model can read. Shorten them or choose a larger model.',
    },
  ],
  // OpenAI tells the moment of reset as a duration such as 6m0s; Retry-After says it in seconds.
  rateLimits: {
    quotas: [{ concurrency: 8 }],
    headers: { limit: 'x-ratelimit-limit-requests', remaining: 'x-ratelimit-remaining-requests' },
  },

  operations: {
    listModels: {
      description: 'List the models the key may use.',
      request: 'GET /models',
      safety: 'read',
      scopes: ['api.model.read'],
      items: 'data',
    },
    getModel: {
      description: 'Read one model.',
      request: 'GET /models/{model}',
      safety: 'read',
      scopes: ['api.model.read'],
      input: { model },
      example: { model: 'gpt-5-mini' },
    },
    createChatCompletion: {
      description: 'Ask a model. It costs tokens.',
      request: 'POST /chat/completions',
      safety: 'write',
      scopes: ['model.request'],
      input: {
        model: askedModel,
        messages: field.json({ label: 'Messages', help: 'A list of {role, content}.', required: true }),
        maxTokens: field.integer({
          label: 'Most tokens',
          help: 'Of the answer, thinking included.',
          min: 1,
        }),
        temperature: field.number({ help: 'Some models take only their default.', min: 0, max: 2 }),
      },
      body: {
        model: '{input.model}',
        messages: '{input.messages}',
        max_completion_tokens: '{input.maxTokens}',
        temperature: '{input.temperature}',
      },
      result:
        "{id: id, text: choices[0].message.content || choices[0].message.refusal || '', model: model, stopReason: choices[0].finish_reason, inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens}",
      timeoutMs: 120_000,
      example: { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Hello!' }], maxTokens: 200 },
    },
  },

  test: { operation: 'listModels', account: { header: 'openai-organization' } },

  resources: {
    models: { operation: 'listModels', item: '{id: id, name: id, owner: owned_by}', aliases: ['model'] },
  },

  implements: {
    'llm.chat': {
      operation: 'createChatCompletion',
      input: '{model: model, messages: messages, maxTokens: maxTokens, temperature: temperature}',
    },
  },
});
