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
const workflowId = field.text({ label: 'Workflow ID', required: true });
const pages = {
  type: 'cursor',
  from: { body: 'next_page_token' },
  to: { query: 'page-token' },
} as const;

// A workflow that was run again counts as it went last.
const latest = 'values(group_by(result, &name))[*].[sort_by(@, &created_at)[-1]][]';
const isOver =
  "workflows && !(workflows[?!contains(['success', 'failed', 'error', 'canceled', 'unauthorized', 'not_run'], status)])";
const isAhead = "!(workflows) && contains(['created', 'pending', 'setup-pending', 'setup'], pipeline.state)";
const status = `pipeline.state == 'errored' && 'completed' || workflows[?contains(['running', 'failing'], status)] && 'in_progress' || workflows[?status == 'on_hold'] && 'waiting' || (${isOver}) && 'completed' || (${isAhead}) && 'queued' || 'unknown'`;
// The worst of its workflows, as CircleCI shows it; one that did nothing at all was skipped.
const conclusion =
  "status == 'completed' && ((pipeline.state == 'errored' || workflows[?contains(['failed', 'error', 'unauthorized'], status)]) && 'failure' || workflows[?status == 'canceled'] && 'cancelled' || workflows[?status == 'success'] && 'success' || 'skipped') || null";
const page = "join('/', ['https://app.circleci.com/pipelines', pipeline.project_slug, to_string(pipeline.number)])";

export const manifest = defineManifest({
  schema: 1,
  id: 'circleci',
  version: '1.1.0',
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
    listLatestPipelines: {
      description: 'List the latest pipelines of a project, one page of them.',
      request: 'GET /project/{+project}/pipeline',
      safety: 'read',
      scopes: ['Read'],
      input: { ...project, branch: field.text({}) },
      query: { branch: '{input.branch}' },
      items: 'items',
      unpaginatedReason: 'Only the latest pipelines are asked for; listPipelines reads them all.',
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
    runPipeline: {
      description: 'Start the pipeline of one definition.',
      request: 'POST /project/{provider}/{organization}/{project}/pipeline/run',
      safety: 'write',
      scopes: ['Write'],
      input: {
        provider: field.text({ label: 'Provider', help: 'First part of the project slug.', required: true }),
        organization: field.text({ label: 'Organization', help: 'Second part of the project slug.', required: true }),
        project: field.text({ label: 'Project', help: 'Third part of the project slug.', required: true }),
        definitionId: field.text({
          label: 'Pipeline definition ID',
          help: 'From the project settings, Pipelines.',
          required: true,
        }),
        branch: field.text({ help: 'Of the configuration and of the code.', required: true }),
        parameters: field.json({ label: 'Parameters' }),
      },
      body: {
        definition_id: '{input.definitionId}',
        config: { branch: '{input.branch}' },
        checkout: { branch: '{input.branch}' },
        parameters: '{input.parameters}',
      },
      example: {
        provider: 'gh',
        organization: 'team',
        project: 'app',
        definitionId: '2338d0ae-5541-4bbf-88a2-55e9f7281f80',
        branch: 'main',
      },
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
      input: { workflowId },
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
      steps: [
        {
          operation: 'getProject',
          when: 'input.pipeline && !(input.ref)',
          input: '{project: input.project}',
          as: 'project',
        },
        {
          operation: 'runPipeline',
          when: 'input.pipeline',
          input:
            "let $slug = split(input.project, '/') in {provider: $slug[0], organization: $slug[1], project: $slug[2], definitionId: input.pipeline, branch: input.ref || steps.project.vcs_info.default_branch, parameters: input.variables}",
          as: 'run',
        },
        {
          operation: 'triggerPipeline',
          when: '!(input.pipeline)',
          input: '{project: input.project, branch: input.ref, parameters: input.variables}',
          as: 'run',
        },
      ],
      output:
        "{id: steps.run.id, url: join('/', ['https://app.circleci.com/pipelines', input.project, to_string(steps.run.number)])}",
    },
    'ci.runs': {
      steps: [
        { operation: 'listLatestPipelines', input: '{project: input.project, branch: input.ref}', as: 'pipelines' },
        {
          operation: 'listPipelineWorkflows',
          forEach: 'steps.pipelines',
          input: '{pipelineId: item.id}',
          as: 'workflows',
        },
      ],
      output: `let $asked = input in steps.workflows[].{pipeline: item, workflows: ${latest}} | [].{pipeline: pipeline, workflows: workflows, status: ${status}} | [].{id: pipeline.id, name: join('', ['#', to_string(pipeline.number)]), status: status, conclusion: ${conclusion}, ref: pipeline.vcs.branch || pipeline.vcs.tag, sha: pipeline.vcs.revision, url: ${page}, startedAt: pipeline.created_at, finishedAt: status == 'completed' && max(workflows[?stopped_at].stopped_at) || null} | [?(!($asked.status) || status == $asked.status) && (!($asked.conclusion) || conclusion == $asked.conclusion)]`,
    },
    'ci.artifacts': {
      steps: [
        { operation: 'listPipelineWorkflows', input: '{pipelineId: input.runId}', as: 'workflows' },
        { operation: 'listWorkflowJobs', forEach: 'steps.workflows', input: '{workflowId: item.id}', as: 'jobs' },
        {
          operation: 'listJobArtifacts',
          // Workflows that were run again name the jobs they kept once more; those that wait for people have no number.
          forEach: 'values(from_items(steps.jobs[].result[?job_number][].job_number[].[to_string(@), @]))',
          input: '{project: input.project, jobNumber: item}',
          as: 'artifacts',
        },
      ],
      output:
        "steps.artifacts[].[let $job = item in result[].{id: join('/', [to_string($job), to_string(node_index), path]), name: path, url: url}][][]",
    },
  },
  lacks: {
    'ci.logs': {
      reason: 'The API has no log of a run or a job; people read the output of each step in the web app.',
      source: 'https://circleci.com/docs/api/v2/',
    },
  },
});
