import { defineManifest, field } from '@patchbay/schema';

const model = field.combobox({
  label: 'Model',
  placeholder: 'openai/gpt-5-mini',
  required: true,
  optionsFrom: { operation: 'listModels', value: 'id', label: 'name' },
});
// For questions: what the connection says is asked where the call does not say.
const askedModel = { ...model, help: 'Left out: the default model of the connection.', defaultFrom: 'model' };

export const manifest = defineManifest({
  schema: 1,
  id: 'openrouter',
  version: '1.2.0',
  name: 'OpenRouter',
  description:
    'Models of many makers through OpenRouter: list them, ask one a question, and read what the key may spend.',
  category: 'Development',
  tags: ['llm', 'ai', 'chat', 'models'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://openrouter.ai',
    documentation: 'https://openrouter.ai/docs',
    apiReference: 'https://openrouter.ai/docs/api/reference/overview',
    openapi: 'https://github.com/OpenRouterTeam/typescript-sdk',
    status: 'https://status.openrouter.ai',
  },
  capabilities: ['write', 'discovery', 'health'],
  setup: ['Make sure that the OpenRouter account has credits; models that are free work without.'],

  settings: {
    model: field.text({
      label: 'Default model',
      help: 'Asked where a call names no model.',
      placeholder: 'openai/gpt-5-mini',
    }),
  },
  hosts: ['openrouter.ai'],

  auth: [
    {
      id: 'apiKey',
      type: 'bearer',
      label: 'API key',
      fields: {
        apiKey: field.secret({
          label: 'API key',
          placeholder: 'sk-or-v1-…',
          docsUrl: 'https://openrouter.ai/docs/api/reference/authentication',
          required: true,
          formats: [{ id: 'secret', label: 'API key', pattern: 'sk-or-[A-Za-z0-9_-]{20,}' }],
        }),
      },
      createUrl: 'https://openrouter.ai/settings/keys',
      setup: [
        'Open Keys in the settings of OpenRouter and create a key, with a credit limit if you like. A management key cannot ask models.',
        'Copy the API key; OpenRouter shows it once.',
      ],
      storedOnce: true,
      config: { field: 'apiKey' },
    },
  ],

  http: {
    baseUrl: 'https://openrouter.ai/api/v1',
    errorMessage: 'error.message',
  },
  // The status repeats error.code, except when the model fails after OpenRouter has begun to answer: then it is 200.
  errors: [
    {
      body: 'error.code == `401`',
      class: 'auth_invalid',
      message: 'OpenRouter refused the key: it is wrong, disabled or deleted. Make a new one.',
    },
    {
      body: 'error.code == `402`',
      class: 'quota_exhausted',
      message: 'The OpenRouter account or the key has no credits left. Add credits, or raise the limit of the key.',
    },
    {
      body: 'error.code == `403` && error.metadata.reasons',
      class: 'validation',
      message: 'The model is moderated and the message was flagged. Change the message or choose another model.',
    },
    {
      body: 'error.code == `403`',
      class: 'permission',
      message: 'The OpenRouter key may not do this: it lacks a permission, or a guardrail of the account forbids it.',
    },
    { body: 'error.code == `408`', class: 'transient', message: 'The model took too long to answer.' },
    {
      body: 'error.code == `429`',
      class: 'rate_limited',
      message: 'OpenRouter, or the maker of the model, is limiting requests. It goes on by itself.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
    {
      body: 'error.code == `502`',
      class: 'transient',
      message: 'The model is down or gave no valid answer. Try again, or choose another one.',
    },
    {
      body: 'error.code == `503`',
      class: 'transient',
      message: 'Nobody serves this model at the moment. Try again in a while, or choose another one.',
    },
    { body: 'choices[0].error', class: 'transient', messageFrom: 'choices[0].error.message' },
  ],
  rateLimits: { quotas: [{ concurrency: 8 }] },

  operations: {
    getCurrentKey: {
      description: 'Read what the key may spend and has spent.',
      request: 'GET /key',
      safety: 'read',
      result: 'data',
    },
    listModels: {
      description: 'List the models.',
      request: 'GET /models',
      safety: 'read',
      items: 'data',
      paginate: { type: 'link_body', next: 'links.next' },
    },
    createChatCompletion: {
      description: 'Ask a model. It costs credits unless the model is free.',
      request: 'POST /chat/completions',
      safety: 'write',
      input: {
        model: askedModel,
        messages: field.json({ label: 'Messages', help: 'A list of {role, content}.', required: true }),
        maxTokens: field.integer({ label: 'Most tokens', help: 'Of the answer.', min: 1 }),
        temperature: field.number({ min: 0, max: 2 }),
      },
      body: {
        model: '{input.model}',
        messages: '{input.messages}',
        max_completion_tokens: '{input.maxTokens}',
        temperature: '{input.temperature}',
      },
      success: '!(body.error) && !(body.choices[0].error)',
      result:
        "{id: id, text: choices[0].message.content || choices[0].message.refusal || '', model: model, stopReason: choices[0].finish_reason, inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens}",
      timeoutMs: 300_000,
      example: { model: 'openai/gpt-5-mini', messages: [{ role: 'user', content: 'Hello!' }], maxTokens: 200 },
    },
  },

  // The label of a key is its own masked form, such as sk-or-v1-au7...890.
  test: {
    operation: 'getCurrentKey',
    account: { id: 'not_null(data.creator_user_id, data.label)', label: 'data.label' },
  },

  resources: {
    models: { operation: 'listModels', item: '{id: id, name: id, label: name}', aliases: ['model'] },
  },

  implements: {
    'llm.chat': {
      operation: 'createChatCompletion',
      input: '{model: model, messages: messages, maxTokens: maxTokens, temperature: temperature}',
    },
  },
});
