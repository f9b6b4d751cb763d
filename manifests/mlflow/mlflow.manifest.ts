import { defineManifest, field } from '@patchbay/schema';

const pageToken = { from: { body: 'next_page_token' }, to: { query: 'page_token' } };
const filter = field.text({
  label: 'Filter',
  help: "In the filter language of MLflow, such as name LIKE 'fraud%'.",
  placeholder: "name LIKE 'fraud%'",
});
const modelName = field.text({ label: 'Model', placeholder: 'fraud-detector', required: true });

export const manifest = defineManifest({
  schema: 1,
  id: 'mlflow',
  version: '1.1.0',
  name: 'MLflow',
  description: 'Registered models, model versions and experiments of an MLflow tracking server.',
  category: 'Development',
  tags: ['machine-learning', 'models', 'model-registry', 'experiments'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://mlflow.org',
    documentation: 'https://mlflow.org/docs/latest/',
    apiReference: 'https://mlflow.org/docs/latest/rest-api.html',
    openapi: 'https://github.com/mlflow/mlflow/tree/master/mlflow/protos',
  },
  capabilities: ['sync', 'discovery', 'health'],
  setup: [
    'Have the address of the tracking server ready, as in MLFLOW_TRACKING_URI.',
    'Find out how the server is protected: not at all, with a user name and password, or with a token.',
  ],

  settings: {
    trackingServerUrl: field.url({
      label: 'Tracking server URL',
      help: 'The address of the MLflow server, without /api.',
      placeholder: 'https://mlflow.example.com',
      required: true,
    }),
  },
  hosts: ['{settings.trackingServerUrl}'],

  auth: [
    { id: 'none', type: 'none', description: 'For a server that only people on your network can reach.' },
    {
      id: 'basic',
      type: 'basic',
      description: "For MLflow's own sign-in (--app-name basic-auth) or a proxy that asks for a password.",
      fields: {
        username: field.text({ label: 'User name', required: true }),
        password: field.secret({ label: 'Password', required: true }),
      },
      setup: ['Enter the user name and password of an account that may read experiments and registered models.'],
    },
    {
      id: 'token',
      type: 'bearer',
      label: 'API token',
      description: 'For hosted servers, such as Databricks, and proxies that take a bearer token.',
      fields: { apiToken: field.secret({ label: 'API token', required: true }) },
      setup: ['Enter the API token, as in MLFLOW_TRACKING_TOKEN.'],
      config: { field: 'apiToken' },
    },
  ],

  http: {
    baseUrl: '{settings.trackingServerUrl}/api/2.0/mlflow',
    errorMessage: 'message',
  },
  errors: [
    {
      status: 401,
      class: 'auth_invalid',
      message: 'MLflow refused the credentials. Check the user name and password or the token.',
    },
    {
      body: "error_code == 'PERMISSION_DENIED'",
      class: 'permission',
      message: 'The account may not read this in MLflow. Ask an administrator of the server for READ permission.',
    },
    {
      body: "error_code == 'RESOURCE_DOES_NOT_EXIST'",
      class: 'not_found',
      message: 'MLflow has no such model, version or experiment. Check the name.',
    },
    {
      body: "error_code == 'INVALID_PARAMETER_VALUE'",
      class: 'validation',
      message: 'MLflow did not take the values. Check the names and the filter.',
    },
    {
      body: "error_code == 'REQUEST_LIMIT_EXCEEDED' || error_code == 'RESOURCE_EXHAUSTED'",
      class: 'rate_limited',
      message: 'The server is limiting requests. It goes on by itself.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
    {
      body: "error_code == 'TEMPORARILY_UNAVAILABLE'",
      class: 'transient',
      message: 'The MLflow server is not ready, or too busy. Try again in a while.',
    },
  ],
  rateLimits: { quotas: [{ concurrency: 4 }] },

  operations: {
    checkServer: {
      description: 'Ask for one experiment, to see that the server answers and accepts the credentials.',
      request: 'GET /experiments/search',
      safety: 'read',
      query: { max_results: 1 },
      unpaginatedReason: 'Only whether it answers matters.',
    },
    listRegisteredModels: {
      description: 'List the registered models.',
      request: 'GET /registered-models/search',
      safety: 'read',
      input: { filter },
      query: { filter: '{input.filter}' },
      items: 'registered_models',
      paginate: { type: 'cursor', ...pageToken, size: { param: 'max_results', value: 100, max: 1000 } },
      example: { filter: "name LIKE 'fraud%'" },
    },
    getRegisteredModel: {
      description: 'Read one registered model.',
      request: 'GET /registered-models/get',
      safety: 'read',
      input: { name: modelName },
      query: { name: '{input.name}' },
      result: 'registered_model',
      example: { name: 'fraud-detector' },
    },
    listModelVersions: {
      description: 'List model versions, of all models or of one.',
      request: 'GET /model-versions/search',
      safety: 'read',
      input: { filter },
      query: { filter: '{input.filter}' },
      items: 'model_versions',
      paginate: { type: 'cursor', ...pageToken, size: { param: 'max_results', value: 500, max: 200_000 } },
      example: { filter: "name = 'fraud-detector'" },
    },
    getModelVersion: {
      description: 'Read one version of a model.',
      request: 'GET /model-versions/get',
      safety: 'read',
      input: { name: modelName, version: field.text({ label: 'Version', required: true }) },
      query: { name: '{input.name}', version: '{input.version}' },
      result: 'model_version',
      example: { name: 'fraud-detector', version: '3' },
    },
    listExperiments: {
      description: 'List the active experiments.',
      request: 'POST /experiments/search',
      safety: 'read',
      input: { filter },
      body: { view_type: 'ACTIVE_ONLY', filter: '{input.filter}' },
      items: 'experiments',
      paginate: {
        type: 'cursor',
        from: { body: 'next_page_token' },
        to: { body: 'page_token' },
        size: { param: 'max_results', value: 500, max: 50_000, in: 'body' },
      },
      retry: { idempotent: true, reason: 'It only reads; the filter travels in the body.' },
      example: { filter: "name LIKE 'fraud%'" },
    },
  },

  test: { operation: 'checkServer' },

  resources: {
    models: {
      operation: 'listRegisteredModels',
      item: '{id: name, name: name, description: description}',
      aliases: ['model', 'registered_models'],
    },
    experiments: {
      operation: 'listExperiments',
      item: '{id: experiment_id, name: name, stage: lifecycle_stage}',
      aliases: ['experiment', 'projects'],
    },
  },

  syncs: {
    models: {
      description: 'Every registered model.',
      operation: 'listRegisteredModels',
      model: 'ml_model',
      mode: 'full',
      schedule: '0 * * * *',
      record:
        '{id: name, name: name, description: description, tags: from_items((tags || `[]`)[].[key, value]), latestVersion: max_by(latest_versions || `[]`, &to_number(version)).version, aliases: aliases[].alias, createdAt: epoch_ms_to_iso(creation_timestamp), updatedAt: epoch_ms_to_iso(last_updated_timestamp)}',
      deletes: 'absent',
    },
    modelVersions: {
      description: 'Every version of every registered model.',
      operation: 'listModelVersions',
      model: 'ml_model_version',
      mode: 'full',
      schedule: '0 * * * *',
      record:
        "{id: join('/', [name, version]), model: name, version: version, stage: current_stage, status: status, runId: run_id, source: source, description: description, tags: from_items((tags || `[]`)[].[key, value]), createdAt: epoch_ms_to_iso(creation_timestamp), updatedAt: epoch_ms_to_iso(last_updated_timestamp)}",
      deletes: 'absent',
    },
  },
});
