import { defineManifest, field } from '@patchbay/schema';

const repository = {
  owner: field.text({ label: 'Owner', help: 'The user or organization.', placeholder: 'team', required: true }),
  repo: field.text({ label: 'Repository', placeholder: 'app', required: true }),
};
const example = { owner: 'team', repo: 'app' };
const index = field.integer({ label: 'Pull request or issue number', min: 1, required: true });
const runId = field.text({ label: 'Run ID', pattern: '[0-9]+', required: true });
const commentBody = field.textarea({ label: 'Comment', help: 'Markdown.', required: true });
const comment = '{id: to_string(id), url: html_url, author: user.login, body: body}';
const runStatuses =
  '`{"queued": "queued", "pending": "queued", "requested": "queued", "in_progress": "in_progress", "waiting": "waiting", "completed": "completed"}`';
const runConclusions = "['success', 'failure', 'cancelled', 'skipped', 'neutral']";
const pullStates = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
  { value: 'all', label: 'All' },
];
const statusStates = [
  { value: 'pending', label: 'Pending' },
  { value: 'success', label: 'Success' },
  { value: 'failure', label: 'Failure' },
  { value: 'error', label: 'Error' },
  { value: 'warning', label: 'Warning' },
];
// The operator may lower the page size (MAX_RESPONSE_ITEMS), so a short page proves nothing; the total does.
const pages = {
  type: 'page',
  param: 'page',
  size: { param: 'limit', value: 50, max: 50 },
  until: { totalHeader: 'X-Total-Count' },
} as const;
const countedPages = {
  type: 'page',
  param: 'page',
  size: { param: 'limit', value: 50, max: 50 },
  until: { total: 'total_count' },
} as const;
// 404 also means that Actions are switched off for the repository, or a server from before 1.25.
const withoutActions = [{ status: 404 }];
const forEachRepository = {
  operation: 'listRepositories',
  as: { owner: 'owner.login', repo: 'name' },
  maxParents: 500,
};
// Servers that do not know one of them leave it out.
const handledEvents = ['push', 'pull_request', 'workflow_run', 'repository'];
const marker = '<!-- patchbay -->';
const markedBody = `join('', [input.body, \`"\\n\\n${marker}"\`])`;

export const manifest = defineManifest({
  schema: 1,
  id: 'gitea',
  version: '1.3.0',
  name: 'Gitea',
  description: 'Repositories, pull requests, Actions runs, comments, commit statuses and webhooks of a Gitea server.',
  category: 'Development',
  tags: ['scm', 'git', 'ci', 'actions', 'self-hosted'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://about.gitea.com',
    documentation: 'https://docs.gitea.com',
    apiReference: 'https://docs.gitea.com/api/',
    openapi: 'https://gitea.com/swagger.v1.json',
  },
  capabilities: ['sync', 'webhook', 'realtime', 'write', 'discovery', 'health', 'annotate'],
  setup: ['Have the address of your Gitea server ready.', 'Make an access token in the settings of your account.'],

  settings: {
    baseUrl: field.url({
      label: 'Server URL',
      help: 'As in the address bar, without /api/v1.',
      placeholder: 'https://git.example.com',
      required: true,
    }),
  },
  hosts: ['{settings.baseUrl}'],

  auth: [
    {
      id: 'token',
      type: 'api_key',
      label: 'Access token',
      fields: {
        token: field.secret({
          label: 'Access token',
          required: true,
          formats: [{ id: 'hex', label: 'access token', pattern: '[0-9a-f]{40}' }],
        }),
      },
      createUrl: '{settings.baseUrl}/user/settings/applications',
      setup: [
        'Open Settings, Applications on your Gitea server.',
        'Make a token with user: read, repository: read and write, and issue: read and write.',
        'Copy the access token; Gitea shows it once.',
      ],
      config: { in: 'header', name: 'Authorization', prefix: 'token ', field: 'token' },
    },
    {
      id: 'basic',
      type: 'basic',
      label: 'User name and password',
      description: 'Only where the server still allows it, and never for accounts with two-factor sign-in.',
      setup: ['Enter your user name and password of the Gitea server.'],
    },
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with Gitea',
      description: 'Acts as the person who signs in. Servers older than 1.23 know no scopes and give full access.',
      setup: ['Press Connect and allow the access on your Gitea server.'],
      config: {
        authorizeUrl: '{settings.baseUrl}/login/oauth/authorize',
        tokenUrl: '{settings.baseUrl}/login/oauth/access_token',
        scopes: ['read:user', 'write:repository', 'write:issue'],
        refresh: {},
        clientIdEnvVar: 'GITEA_CLIENT_ID',
        clientSecretEnvVar: 'GITEA_CLIENT_SECRET',
        setupInstructions:
          'Open Settings, Applications, Manage OAuth2 Applications on your Gitea server.\nEnter the callback URL as Redirect URI and keep Confidential Client on.\nCopy the Client ID and the Client Secret; Gitea shows the secret once.',
        createAppUrl: '{settings.baseUrl}/user/settings/applications',
      },
    },
  ],

  http: {
    baseUrl: '{settings.baseUrl}/api/v1',
    errorMessage: 'message',
  },

  errors: [
    {
      status: 401,
      class: 'auth_invalid',
      message: 'Gitea refused the token or password. Make a new access token and enter it here.',
    },
    {
      status: 403,
      body: "contains(message || '', 'required scope')",
      class: 'permission',
      message: 'The token lacks a scope for this. Make a token with the scopes listed in the setup steps.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'Gitea has no such thing, or the account may not see it. Check the owner and the name.',
    },
    {
      status: 423,
      class: 'conflict',
      message: 'The repository is archived or locked. Unarchive it on Gitea first.',
    },
  ],
  rateLimits: { quotas: [{ concurrency: 8 }] },

  // https://docs.gitea.com/development/oauth2-provider
  impliedScopes: { 'write:repository': ['read:repository'], 'write:issue': ['read:issue'] },

  operations: {
    getUser: {
      description: 'Read whose credentials these are.',
      request: 'GET /user',
      safety: 'read',
      scopes: ['read:user'],
    },
    listRepositories: {
      description: 'List the repositories of the account and of its organizations.',
      request: 'GET /user/repos',
      safety: 'read',
      scopes: ['read:repository', 'read:user'],
      items: '@',
      paginate: pages,
    },
    getRepository: {
      description: 'Read one repository.',
      request: 'GET /repos/{owner}/{repo}',
      safety: 'read',
      scopes: ['read:repository'],
      input: repository,
      example,
    },
    listWorkflows: {
      description: 'List the Actions workflows of a repository.',
      request: 'GET /repos/{owner}/{repo}/actions/workflows',
      safety: 'read',
      scopes: ['read:repository'],
      input: repository,
      items: 'workflows',
      emptyWhen: withoutActions,
      example,
    },
    listWorkflowRuns: {
      description: 'List the workflow runs of a repository, newest first.',
      request: 'GET /repos/{owner}/{repo}/actions/runs',
      safety: 'read',
      scopes: ['read:repository'],
      input: {
        ...repository,
        branch: field.text({ label: 'Branch' }),
        status: field.text({ label: 'Status', placeholder: 'failure' }),
      },
      query: { branch: '{input.branch}', status: '{input.status}' },
      items: 'workflow_runs',
      paginate: countedPages,
      emptyWhen: withoutActions,
      example,
    },
    listLatestWorkflowRuns: {
      description: 'List the 50 latest workflow runs of a repository, with the words of ci.runs.',
      request: 'GET /repos/{owner}/{repo}/actions/runs',
      safety: 'read',
      scopes: ['read:repository'],
      input: { ...repository, branch: field.text({ label: 'Branch' }), status: field.text({ label: 'Status' }) },
      query: { branch: '{input.branch}', status: '{input.status}', limit: 50 },
      items: 'workflow_runs',
      result: `let $status = status in {id: to_string(id), name: display_title, status: (items(${runStatuses})[?[0] == $status] | [0][1]) || 'unknown', conclusion: conclusion && (contains(${runConclusions}, conclusion) && conclusion || 'unknown') || null, ref: head_branch, sha: head_sha, url: html_url, startedAt: contains(['in_progress', 'completed'], status) && started_at || null, finishedAt: status == 'completed' && completed_at || null}`,
      unpaginatedReason: 'Only the latest runs are asked for; listWorkflowRuns reads them all.',
      example,
    },
    listWorkflowRunJobs: {
      description: 'List the jobs of a workflow run with their steps.',
      request: 'GET /repos/{owner}/{repo}/actions/runs/{runId}/jobs',
      safety: 'read',
      scopes: ['read:repository'],
      input: { ...repository, runId },
      // Named jobs today, workflow_jobs in the first servers that had it.
      items: 'jobs || workflow_jobs',
      paginate: countedPages,
      example: { ...example, runId: '7' },
    },
    downloadJobLogs: {
      description: 'Read the log of a job.',
      request: 'GET /repos/{owner}/{repo}/actions/jobs/{jobId}/logs',
      safety: 'read',
      scopes: ['read:repository'],
      input: { ...repository, jobId: field.text({ label: 'Job ID', pattern: '[0-9]+', required: true }) },
      headers: { accept: 'text/plain' },
      response: 'text',
      example: { ...example, jobId: '11' },
    },
    listWorkflowRunArtifacts: {
      description: 'List the artifacts of a workflow run.',
      request: 'GET /repos/{owner}/{repo}/actions/runs/{runId}/artifacts',
      safety: 'read',
      scopes: ['read:repository'],
      input: { ...repository, runId },
      items: 'artifacts',
      example: { ...example, runId: '7' },
    },
    dispatchWorkflow: {
      description: 'Start a workflow that has a workflow_dispatch trigger.',
      request: 'POST /repos/{owner}/{repo}/actions/workflows/{workflowId}/dispatches',
      safety: 'write',
      scopes: ['write:repository'],
      input: {
        ...repository,
        workflowId: field.text({ label: 'Workflow', help: 'Its file name.', required: true }),
        ref: field.text({ label: 'Branch or tag', required: true }),
        inputs: field.json({ label: 'Inputs of the workflow' }),
      },
      // Servers that do not know the parameter ignore it and answer 204.
      query: { return_run_details: true },
      body: { ref: '{input.ref}', inputs: '{input.inputs}' },
      result: '{id: workflow_run_id && to_string(workflow_run_id) || null, url: html_url}',
      example: { ...example, workflowId: 'build.yaml', ref: 'main' },
    },
    listPullRequests: {
      description: 'List the pull requests of a repository, latest change first.',
      request: 'GET /repos/{owner}/{repo}/pulls',
      safety: 'read',
      scopes: ['read:repository'],
      input: { ...repository, state: field.select({ options: pullStates, default: 'open' }) },
      query: { state: '{input.state}', sort: 'recentupdate' },
      items: '@',
      paginate: pages,
      emptyWhen: [{ status: 404 }],
      example,
    },
    createPullRequest: {
      description: 'Open a pull request.',
      request: 'POST /repos/{owner}/{repo}/pulls',
      safety: 'write',
      scopes: ['write:repository'],
      input: {
        ...repository,
        title: field.text({ help: 'Begin with "WIP:" for a draft.', required: true }),
        head: field.text({ label: 'Source branch', required: true }),
        base: field.text({ label: 'Target branch', required: true }),
        body: field.textarea({ label: 'Description', help: 'Markdown.' }),
      },
      body: { title: '{input.title}', head: '{input.head}', base: '{input.base}', body: '{input.body}' },
      result: '{id: to_string(id), number: number, url: html_url}',
      example: { ...example, title: 'Faster builds', head: 'faster-builds', base: 'main' },
    },
    listIssueComments: {
      description: 'List the comments of a pull request or issue.',
      request: 'GET /repos/{owner}/{repo}/issues/{index}/comments',
      safety: 'read',
      scopes: ['read:issue'],
      input: { ...repository, index },
      items: '@',
      result: comment,
      example: { ...example, index: 1 },
    },
    createIssueComment: {
      description: 'Comment on a pull request or issue.',
      request: 'POST /repos/{owner}/{repo}/issues/{index}/comments',
      safety: 'write',
      scopes: ['write:issue'],
      input: { ...repository, index, body: commentBody },
      body: { body: '{input.body}' },
      result: comment,
      example: { ...example, index: 1, body: 'Looks good' },
    },
    updateIssueComment: {
      description: 'Change a comment.',
      request: 'PATCH /repos/{owner}/{repo}/issues/comments/{commentId}',
      safety: 'write',
      scopes: ['write:issue'],
      input: { ...repository, commentId: field.text({ label: 'Comment ID', required: true }), body: commentBody },
      body: { body: '{input.body}' },
      result: comment,
      retry: { idempotent: true, reason: 'Setting the same text twice has the effect of once.' },
      example: { ...example, commentId: '42', body: 'Looks good' },
    },
    createReview: {
      description: 'Comment on a line of a file in a pull request.',
      request: 'POST /repos/{owner}/{repo}/pulls/{index}/reviews',
      safety: 'write',
      scopes: ['write:repository'],
      input: {
        ...repository,
        index,
        body: commentBody,
        path: field.text({ label: 'File', required: true }),
        line: field.integer({ label: 'Line', help: 'Of the file as it is after the change.', min: 1, required: true }),
        commitId: field.text({ label: 'Commit SHA', help: 'Empty: the latest.', minLength: 7 }),
      },
      body: {
        event: 'COMMENT',
        commit_id: '{input.commitId}',
        comments: [{ path: '{input.path}', body: '{input.body}', new_position: '{input.line}' }],
      },
      result: '{id: to_string(id), url: html_url}',
      example: { ...example, index: 1, body: 'Typo', path: 'src/app.ts', line: 12 },
    },
    listReviewComments: {
      description: 'List the comments of a review.',
      request: 'GET /repos/{owner}/{repo}/pulls/{index}/reviews/{reviewId}/comments',
      safety: 'read',
      scopes: ['read:repository'],
      input: { ...repository, index, reviewId: field.text({ label: 'Review ID', pattern: '[0-9]+', required: true }) },
      items: '@',
      result: comment,
      example: { ...example, index: 1, reviewId: '4' },
    },
    createCommitStatus: {
      description: 'Set the status of a commit.',
      request: 'POST /repos/{owner}/{repo}/statuses/{sha}',
      safety: 'write',
      scopes: ['write:repository'],
      input: {
        ...repository,
        sha: field.text({ label: 'Commit SHA', minLength: 7, required: true }),
        state: field.select({ options: statusStates, required: true }),
        context: field.text({ label: 'Name of the check', required: true }),
        description: field.text({}),
        targetUrl: field.url({ label: 'Link' }),
      },
      body: {
        state: '{input.state}',
        context: '{input.context}',
        description: '{input.description}',
        target_url: '{input.targetUrl}',
      },
      result: '{id: to_string(id), state: status, url: url}',
      retry: { idempotent: true, reason: 'The latest status of a context wins, so twice is once.' },
      example: { ...example, sha: '8d1c3f5e9b0a7d2c4e6f8a1b3c5d7e9f0a2b4c6d', state: 'success', context: 'scan' },
    },
    readFile: {
      description: 'Read one file at a branch, tag or commit; the content is Base64.',
      request: 'GET /repos/{owner}/{repo}/contents/{+path}',
      safety: 'read',
      scopes: ['read:repository'],
      input: {
        ...repository,
        path: field.text({ label: 'Path', placeholder: '.gitea/workflows/build.yaml', required: true }),
        ref: field.text({ label: 'Branch, tag or commit' }),
      },
      query: { ref: '{input.ref}' },
      errors: [
        {
          status: 200,
          body: "encoding != 'base64'",
          class: 'validation',
          message: 'The path is a folder, link or submodule. Name a file.',
        },
      ],
      result: '{content: content, encoding: encoding, sha: sha}',
      example: { ...example, path: '.gitea/workflows/build.yaml', ref: 'main' },
    },
    listHooks: {
      description: 'List the webhooks of a repository.',
      request: 'GET /repos/{owner}/{repo}/hooks',
      safety: 'read',
      scopes: ['read:repository'],
      input: repository,
      items: '@',
      paginate: pages,
      example,
    },
    createHook: {
      description: 'Make a webhook on a repository.',
      request: 'POST /repos/{owner}/{repo}/hooks',
      safety: 'write',
      scopes: ['write:repository'],
      input: {
        ...repository,
        url: field.url({ label: 'Delivery URL', required: true }),
        secret: field.secret({ label: 'Signing secret', required: true }),
        events: field.json({ label: 'Events', default: handledEvents }),
      },
      body: {
        type: 'gitea',
        active: true,
        events: '{input.events}',
        config: { url: '{input.url}', content_type: 'json', secret: '{input.secret}' },
      },
      result: '{id: to_string(id), events: events, url: config.url}',
      example: { ...example, url: 'https://hooks.example.com/gitea', secret: 'example-signing-secret' },
    },
    updateHook: {
      description:
        'Change where a webhook of a repository delivers, its signing secret and its events; switches it on.',
      request: 'PATCH /repos/{owner}/{repo}/hooks/{hookId}',
      safety: 'write',
      scopes: ['write:repository'],
      input: {
        ...repository,
        hookId: field.text({ label: 'Hook ID', required: true }),
        url: field.url({ label: 'Delivery URL', required: true }),
        secret: field.secret({ label: 'Signing secret', required: true }),
        events: field.json({ label: 'Events', default: handledEvents }),
      },
      body: {
        active: true,
        events: '{input.events}',
        config: { url: '{input.url}', content_type: 'json', secret: '{input.secret}' },
      },
      result: '{id: to_string(id), events: events, url: config.url}',
      retry: { idempotent: true, reason: 'Setting the same configuration twice has the effect of once.' },
      example: { ...example, hookId: '3', url: 'https://hooks.example.com/gitea', secret: 'example-signing-secret' },
    },
    deleteHook: {
      description: 'Delete a webhook of a repository.',
      request: 'DELETE /repos/{owner}/{repo}/hooks/{hookId}',
      safety: 'destructive',
      scopes: ['write:repository'],
      input: { ...repository, hookId: field.text({ label: 'Hook ID', required: true }) },
      response: 'none',
      example: { ...example, hookId: '3' },
    },
    testHook: {
      description: 'Let Gitea send a push event of the latest commit to a webhook.',
      request: 'POST /repos/{owner}/{repo}/hooks/{hookId}/tests',
      safety: 'write',
      scopes: ['write:repository'],
      input: { ...repository, hookId: field.text({ label: 'Hook ID', required: true }) },
      response: 'none',
      example: { ...example, hookId: '3' },
    },
  },

  test: { operation: 'getUser', account: { id: 'to_string(id)', label: 'login' } },

  resources: {
    repositories: {
      operation: 'listRepositories',
      item: '{id: to_string(id), name: full_name, url: html_url, private: private, archived: archived}',
      aliases: ['repository', 'repos', 'projects'],
    },
    workflows: {
      operation: 'listWorkflows',
      forEach: { operation: 'listRepositories', as: { owner: 'owner.login', repo: 'name' }, name: 'full_name' },
      item: "{id: join('/', [parent.full_name, id]), name: join('/', [parent.full_name, path]), url: html_url, state: state}",
      aliases: ['pipelines', 'jobs'],
    },
  },

  syncs: {
    repositories: {
      description: 'Every repository of the account and of its organizations.',
      operation: 'listRepositories',
      model: 'repository',
      mode: 'full',
      schedule: '0 * * * *',
      record:
        "{id: to_string(id), name: full_name, description: description, url: html_url, private: private, archived: archived, defaultBranch: default_branch, language: language != '' && language || null, createdAt: created_at, updatedAt: updated_at}",
      deletes: 'absent',
    },
    workflows: {
      description: 'The workflows of every repository.',
      operation: 'listWorkflows',
      model: 'pipeline',
      mode: 'full',
      schedule: '20 * * * *',
      forEach: forEachRepository,
      record:
        "{id: join('/', [parent.full_name, id]), name: name, path: path, state: state, url: html_url, project: parent.full_name, createdAt: created_at, updatedAt: updated_at}",
      deletes: 'absent',
    },
    workflowRuns: {
      description: 'The latest workflow runs of every repository.',
      operation: 'listWorkflowRuns',
      model: 'pipeline_run',
      mode: 'full',
      schedule: '40 * * * *',
      forEach: forEachRepository,
      newest: 100,
      // Times that have not come yet are written as year 1 or 1970.
      record:
        "{id: to_string(id), name: display_title, status: status, conclusion: conclusion, number: run_number, ref: head_branch, sha: head_sha, event: event, actor: actor.login, pipeline: join('/', [repository.full_name || parent.full_name, split(path, '@')[0]]), project: repository.full_name || parent.full_name, url: html_url, startedAt: status != 'queued' && started_at || null, finishedAt: status == 'completed' && completed_at || null}",
      deletes: { none: 'Only the latest runs are read.' },
    },
    pullRequests: {
      description: 'The pull requests of every repository that changed last.',
      operation: 'listPullRequests',
      input: { state: 'all' },
      model: 'change',
      mode: 'full',
      schedule: '50 * * * *',
      forEach: forEachRepository,
      newest: 100,
      record:
        "{id: to_string(id), number: number, title: title, state: merged && 'merged' || state, author: user.login, url: html_url, sourceBranch: head.ref, targetBranch: base.ref, sha: head.sha, repository: base.repo.full_name, createdAt: created_at, updatedAt: updated_at, mergedAt: merged_at}",
      deletes: { none: 'Only the pull requests that changed last are read.' },
    },
  },

  webhooks: {
    verify: { type: 'hmac', algorithm: 'sha256', header: 'X-Gitea-Signature', message: ['body'] },
    event: { header: 'X-Gitea-Event' },
    action: { body: 'action' },
    delivery: { header: 'X-Gitea-Delivery' },
    tenant: { body: 'repository.full_name' },
    lifecycle: {
      create: 'createHook',
      update: 'updateHook',
      remove: 'deleteHook',
      list: 'listHooks',
      test: 'testHook',
      id: 'to_string(id)',
      address: 'config.url',
      enabled: 'active',
      resource: field.text({
        label: 'Repository',
        help: 'You have to be an administrator of it.',
        placeholder: 'team/app',
        required: true,
        pattern: '[A-Za-z0-9._-]+/[A-Za-z0-9._-]+',
        patternMessage: 'Enter the owner and the name, with a slash between them.',
      }),
      scope: {
        owner: "split(resource, '/')[0]",
        repo: "split(resource, '/')[1]",
        hookId: 'hookId',
        url: 'url',
        secret: 'secret',
        events: 'events',
      },
    },
    events: {
      push: {
        description: 'Commits were pushed.',
        record: { sync: 'repositories', item: 'repository' },
      },
      pull_request: {
        description: 'A pull request was opened, changed, merged or closed.',
        record: { sync: 'pullRequests', item: 'pull_request' },
      },
      workflow_run: {
        description: 'A workflow run was requested, started or finished.',
        record: { sync: 'workflowRuns', item: 'workflow_run' },
      },
      repository: {
        description: 'A repository was created or deleted.',
        record: { sync: 'repositories', item: 'repository', deleted: "action == 'deleted'" },
      },
    },
    setup: [
      'Open the settings of the repository, Webhooks, Add webhook, Gitea.',
      'Paste the delivery URL, keep application/json, paste the secret, and choose the events.',
    ],
    source: 'https://docs.gitea.com/usage/webhooks',
  },

  implements: {
    'scm.comment': {
      steps: [
        {
          operation: 'createReview',
          when: 'input.line',
          input:
            '{owner: input.owner, repo: input.repository, index: input.pullRequestNumber, body: input.body, path: input.path, line: input.line, commitId: input.commitSha}',
          as: 'review',
        },
        {
          operation: 'listReviewComments',
          when: 'steps.review',
          input:
            '{owner: input.owner, repo: input.repository, index: input.pullRequestNumber, reviewId: steps.review.id}',
          as: 'placed',
        },
        {
          operation: 'getUser',
          when: '!(steps.review) && !(input.commentId) && input.updateExisting',
          input: '`{}`',
          as: 'me',
        },
        {
          operation: 'listIssueComments',
          when: 'steps.me',
          input: '{owner: input.owner, repo: input.repository, index: input.pullRequestNumber}',
          as: 'comments',
        },
        {
          operation: 'updateIssueComment',
          when: `input.commentId || (let $me = steps.me.login in (steps.comments || \`[]\`)[?author == $me && contains(body || '', '${marker}')] | [-1].id)`,
          input: `{owner: input.owner, repo: input.repository, body: ${markedBody}, commentId: input.commentId || (let $me = steps.me.login in steps.comments[?author == $me && contains(body || '', '${marker}')] | [-1].id)}`,
          as: 'updated',
        },
        {
          operation: 'createIssueComment',
          when: '!(steps.review) && !(steps.updated)',
          input: `{owner: input.owner, repo: input.repository, index: input.pullRequestNumber, body: ${markedBody}}`,
          as: 'created',
        },
      ],
      output:
        'let $updated = steps.updated != `null` in not_null(steps.placed[0], steps.updated, steps.created) | {id: id, url: url, wasUpdated: $updated}',
    },
    'scm.status': {
      operation: 'createCommitStatus',
      input:
        '{owner: owner, repo: repository, sha: commitSha, state: state, context: context, description: description, targetUrl: targetUrl}',
      // A warning does not hold a merge back.
      output:
        'let $state = state in {id: id, state: (items(`{"pending": "pending", "success": "success", "warning": "success", "failure": "failure", "error": "error"}`)[?[0] == $state] | [0][1]) || \'unknown\', url: url}',
    },
    'scm.readFile': {
      operation: 'readFile',
      input: '{owner: owner, repo: repository, path: path, ref: ref}',
    },
    'scm.openChange': {
      operation: 'createPullRequest',
      input:
        "{owner: owner, repo: repository, title: draft && join('', ['WIP: ', title]) || title, head: sourceBranch, base: targetBranch, body: body}",
    },
    'ci.trigger': {
      steps: [
        {
          operation: 'getRepository',
          when: '!(input.ref)',
          input: "split(input.project, '/') | {owner: [0], repo: [1]}",
          as: 'repository',
        },
        {
          operation: 'dispatchWorkflow',
          input:
            "{owner: split(input.project, '/')[0], repo: split(input.project, '/')[1], workflowId: input.pipeline, ref: input.ref || steps.repository.default_branch, inputs: input.variables}",
          as: 'run',
        },
      ],
      output: '{id: steps.run.id, url: steps.run.url}',
    },
    'ci.runs': {
      steps: [
        {
          operation: 'listLatestWorkflowRuns',
          // What has another name here, or several, is looked for among the latest.
          input:
            "let $word = input.conclusion || input.status in {owner: split(input.project, '/')[0], repo: split(input.project, '/')[1], branch: input.ref, status: contains(['success', 'failure', 'skipped', 'in_progress'], $word || '') && $word || null}",
          as: 'runs',
        },
      ],
      output:
        'let $asked = input in steps.runs[?(!($asked.status) || status == $asked.status) && (!($asked.conclusion) || conclusion == $asked.conclusion)]',
    },
    'ci.logs': {
      steps: [
        {
          operation: 'listWorkflowRunJobs',
          when: '!(input.jobId)',
          input: "{owner: split(input.project, '/')[0], repo: split(input.project, '/')[1], runId: input.runId}",
          as: 'jobs',
        },
        {
          operation: 'downloadJobLogs',
          when: 'input.jobId || steps.jobs',
          input:
            "{owner: split(input.project, '/')[0], repo: split(input.project, '/')[1], jobId: input.jobId || to_string(not_null(steps.jobs[?conclusion == 'failure'] | [0].id, steps.jobs[0].id))}",
          as: 'log',
        },
      ],
      output: '{text: steps.log}',
    },
    'ci.artifacts': {
      operation: 'listWorkflowRunArtifacts',
      input: "{owner: split(project, '/')[0], repo: split(project, '/')[1], runId: runId}",
      output: '[].{id: to_string(id), name: name, sizeBytes: size_in_bytes, url: archive_download_url}',
    },
  },
  lacks: {
    'scm.checkRun': {
      reason: 'Commits have statuses, which is scm.status; there are no checks with annotations on lines.',
      source: 'https://gitea.com/api/swagger',
    },
  },
});
