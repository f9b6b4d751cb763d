import { defineManifest, field } from '@patchbay/schema';

const project = {
  project: field.text({
    label: 'Project slug',
    help: 'From the project settings, Overview.',
    placeholder: 'gh/team/app',
    required: true,
  }),
};
const example = { project: 'gh/team/app' };
const pages = {
  type: 'cursor',
  from: { body: 'next_page_token' },
  to: { query: 'page-token' },
} as const;

export const manifest = defineManifest({
  schema: 1,
  id: 'circleci',
  version: '1.0.0',
  name: 'CircleCI',
  description: 'Pipelines, workflows, jobs, artifacts and webhooks of CircleCI projects.',
  category: 'Development',
  tags: ['ci', 'pipelines'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://circleci.com',
    documentation: 'https://circleci.com/docs/',
    apiReference: 'https://circleci.com/docs/api/v2/',
  },
  capabilities: ['webhook', 'write', 'health'],

  hosts: ['circleci.com'],

  auth: [
    {
      id: 'token',
      type: 'api_key',
      label: 'Personal API token',
      description: 'It may do what you may do, within its scope. Project tokens do not work with this API.',
      fields: { token: field.secret({ label: 'API token', required: true }) },
      createUrl: 'https://app.circleci.com/settings/user/tokens',
      setup: [
        'Open your user settings, Personal API Tokens.',
        'Make a token with the scope Read; Write where pipelines are started. It ends after a year at most.',
        'Copy the API token; it is shown once.',
      ],
      config: { in: 'header', name: 'Circle-Token', field: 'token' },
    },
  ],

  http: {
    baseUrl: 'https://circleci.com/api/v2',
    headers: { accept: 'application/json' },
    errorMessage: 'message',
  },

  errors: [
    {
      status: 401,
      class: 'auth_invalid',
      message: 'CircleCI refused the token. Make a new personal API token and enter it here.',
    },
    {
      status: 403,
      class: 'permission',
      message:
        'The token or its account may not do this in CircleCI. To start pipelines make a token with the scope Write; else ask an administrator of the organization.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'CircleCI has no such thing, or the account may not see it. Check the project slug.',
    },
  ],

  // A token has one of the scopes Read, Write and Admin; older ones have Admin: https://circleci.com/changelog/scoped-api-tokens/
  operations: {
    getUser: { description: 'Read whose credentials these are.', request: 'GET /me', safety: 'read', scopes: ['Read'] },
    getProject: {
      description: 'Read one project.',
      request: 'GET /project/{+project}',
      safety: 'read',
      scopes: ['Read'],
      input: project,
      example,
    },
    listPipelines: {
      description: 'List the pipelines of a project, newest first.',
      request: 'GET /project/{+project}/pipeline',
      safety: 'read',
      scopes: ['Read'],
      input: { ...project, branch: field.text({}) },
      query: { branch: '{input.branch}' },
      items: 'items',
      paginate: pages,
      example,
    },
    getPipeline: {
      description: 'Read one pipeline by its id.',
      request: 'GET /pipeline/{pipelineId}',
      safety: 'read',
      scopes: ['Read'],
      input: { pipelineId: field.text({ label: 'Pipeline ID', required: true }) },
      example: { pipelineId: '5034460f-c7c4-4c43-9457-de07e2029e7b' },
    },
    triggerPipeline: {
      description: 'Start a pipeline.',
      request: 'POST /project/{+project}/pipeline',
      safety: 'write',
      scopes: ['Write'],
      input: { ...project, branch: field.text({}), parameters: field.json({ label: 'Parameters' }) },
      body: { branch: '{input.branch}', parameters: '{input.parameters}' },
      example: { ...example, branch: 'main' },
    },
    listPipelineWorkflows: {
      description: 'List the workflows of a pipeline.',
      request: 'GET /pipeline/{pipelineId}/workflow',
      safety: 'read',
      scopes: ['Read'],
      input: { pipelineId: field.text({ label: 'Pipeline ID', required: true }) },
      items: 'items',
      paginate: pages,
      example: { pipelineId: '5034460f-c7c4-4c43-9457-de07e2029e7b' },
    },
    listWorkflowJobs: {
      description: 'List the jobs of a workflow.',
      request: 'GET /workflow/{workflowId}/job',
      safety: 'read',
      scopes: ['Read'],
      input: { workflowId: field.text({ label: 'Workflow ID', required: true }) },
      items: 'items',
      example: { workflowId: 'fda08377-fe7e-46b1-8992-3a7aaecac9c3' },
    },
    listJobArtifacts: {
      description: 'List the artifacts of a job.',
      request: 'GET /project/{+project}/{jobNumber}/artifacts',
      safety: 'read',
      scopes: ['Read'],
      input: { ...project, jobNumber: field.integer({ min: 1, required: true }) },
      items: 'items',
      example: { ...example, jobNumber: 9 },
    },
  },

  test: { operation: 'getUser', account: { id: 'id', label: 'login' } },

  webhooks: {
    verify: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'circleci-signature',
      format: { type: 'key_value_list', key: 'v1' },
      message: ['body'],
    },
    event: { header: 'circleci-event-type' },
    delivery: { body: 'id' },
    tenant: { body: 'project.slug' },
    events: {
      'workflow-completed': { description: 'A workflow finished.' },
      'job-completed': { description: 'A job finished.' },
    },
    setup: [
      'Open the settings of the project, Webhooks, Add Webhook.',
      'Paste the delivery URL and the secret, and choose the events.',
    ],
    source: 'https://circleci.com/docs/webhooks/',
  },

  implements: {
    'ci.trigger': {
      operation: 'triggerPipeline',
      input: '{project: project, branch: ref, parameters: variables}',
      output: '{id: id}',
    },
  },
});
