import { defineManifest, field } from '@patchbay/schema';

const repository = {
  owner: field.text({ label: 'Owner', help: 'The user or organization.', placeholder: 'octo-org', required: true }),
  repo: field.text({ label: 'Repository', placeholder: 'octo-repo', required: true }),
};
const pullNumber = field.integer({ label: 'Pull request or issue number', min: 1, required: true });
const runId = field.text({ label: 'Run ID', pattern: '[0-9]+', required: true });
const commitSha = field.text({ label: 'Commit SHA', minLength: 7, required: true });
const commentBody = field.textarea({ label: 'Comment', help: 'Markdown.', maxLength: 65_536, required: true });
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
];
const comment = '{id: to_string(id), url: html_url, author: user.login, body: body}';
const statuses =
  '`{"queued": "queued", "requested": "queued", "pending": "queued", "in_progress": "in_progress", "waiting": "waiting", "completed": "completed"}`';
const conclusions =
  '`{"success": "success", "failure": "failure", "startup_failure": "failure", "cancelled": "cancelled", "skipped": "skipped", "neutral": "neutral", "timed_out": "timed_out", "stale": "timed_out", "action_required": "action_required"}`';
const state = `status: (items(${statuses})[?[0] == $status] | [0][1]) || 'unknown', conclusion: $conclusion && ((items(${conclusions})[?[0] == $conclusion] | [0][1]) || 'unknown') || null`;
const run = `let $status = status, $conclusion = conclusion in {id: to_string(id), name: name, ${state}, ref: head_branch, sha: head_sha, url: html_url, startedAt: run_started_at, finishedAt: status == 'completed' && updated_at || null}`;
const pages = { type: 'link_header', size: { param: 'per_page', value: 100, max: 100 } } as const;
const limitsUrl = 'https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api';
const exampleRepository = { owner: 'octo-org', repo: 'octo-repo' };
// The mark our comments end with, so that the next one updates the first instead of adding another.
// All events this manifest handles but ping, which cannot be asked for: every webhook gets it.
const handledEvents = ['push', 'pull_request', 'workflow_run', 'repository'];
const marker = '<!-- patchbay -->';
const markedBody = `join('', [input.body, \`"\\n\\n${marker}"\`])`;

export const manifest = defineManifest({
  schema: 1,
  id: 'github',
  version: '1.2.0',
  name: 'GitHub',
  description: 'Repositories, pull requests, Actions workflows and runs, comments, statuses and webhooks of GitHub.',
  category: 'Development',
  tags: ['scm', 'git', 'ci', 'actions', 'workflows', 'pull-requests'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://github.com',
    documentation: 'https://docs.github.com',
    apiReference: 'https://docs.github.com/en/rest',
    openapi: 'https://github.com/github/rest-api-description',
    status: 'https://www.githubstatus.com',
  },
  variants: {
    cloud: { label: 'GitHub.com', settings: { baseUrl: 'https://api.github.com' } },
    enterprise: {
      label: 'GitHub Enterprise Server',
      description: 'Your own server: enter its address followed by /api/v3, and its address as site URL.',
      settings: {},
    },
  },
  capabilities: ['sync', 'webhook', 'realtime', 'write', 'discovery', 'health', 'annotate'],
  setup: [
    'Decide which repositories Patchbay may see; a fine-grained token can be limited to them.',
    'Make a personal access token in the developer settings of your account.',
  ],

  settings: {
    baseUrl: field.url({
      label: 'API URL',
      help: 'Leave as it is for GitHub.com. For Enterprise Server: the address of the server followed by /api/v3.',
      placeholder: 'https://github.example.com/api/v3',
      default: 'https://api.github.com',
      required: true,
    }),
    siteUrl: field.url({
      label: 'Site URL',
      help: 'Where people sign in. Leave as it is for GitHub.com. For Enterprise Server: the address of the server.',
      placeholder: 'https://github.example.com',
      default: 'https://github.com',
      required: true,
    }),
  },
  hosts: ['{settings.baseUrl}', '{settings.siteUrl}'],

  auth: [
    {
      id: 'token',
      type: 'bearer',
      label: 'Personal access token',
      description: 'Acts as you. It cannot create check runs; those need a GitHub App.',
      fields: {
        token: field.secret({
          label: 'Personal access token',
          placeholder: 'github_pat_…',
          docsUrl:
            'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens',
          required: true,
          formats: [
            {
              id: 'classic',
              label: 'classic personal access token',
              pattern: 'ghp_[A-Za-z0-9_]{36,}',
              note: 'GitHub tells its scopes.',
            },
            {
              id: 'fineGrained',
              label: 'fine-grained personal access token',
              pattern: 'github_pat_[A-Za-z0-9_]{19,}',
              note: 'GitHub does not tell its permissions, so they show as unknown.',
            },
            { id: 'legacy', label: 'legacy token', pattern: '[0-9a-f]{40}', note: 'Made before April 2021.' },
          ],
        }),
      },
      createUrl: '{settings.siteUrl}/settings/personal-access-tokens/new',
      setup: [
        'Open Settings, Developer settings, Personal access tokens.',
        'Fine-grained: choose the repositories and give Contents, Pull requests, Issues, Commit statuses, Actions and Webhooks read and write, and Dependabot alerts read to sync those. Classic: choose the scope repo, and workflow to change workflow files.',
        'If your organization uses SAML single sign-on, authorize a classic token for it.',
        'Copy the personal access token; GitHub shows it once.',
      ],
    },
    {
      id: 'app',
      type: 'github_app',
      label: 'GitHub App',
      description:
        'Acts as the app, in the repositories it is installed on. The only way to create check runs, and a person who leaves takes no access along.',
      fields: {
        appId: field.text({ label: 'App ID', placeholder: '123456', pattern: '[0-9]+', required: true }),
        privateKey: field.secret({
          label: 'Private key',
          help: 'The whole PEM file the settings of the app gave, with its first and last line.',
          docsUrl:
            'https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/managing-private-keys-for-github-apps',
          required: true,
        }),
        installationId: field.text({
          label: 'Installation ID',
          help: 'The number at the end of the address of the installation’s settings. Install the app fills it in.',
          pattern: '[0-9]+',
          required: true,
        }),
        appSlug: field.text({
          label: 'App name in addresses',
          help: 'To install the app from here: the last part of its public link.',
          placeholder: 'octo-app',
          pattern: '[a-z0-9-]+',
          patternMessage: 'The last part of https://github.com/apps/octo-app, such as octo-app.',
        }),
        clientId: field.text({
          label: 'Client ID',
          help: 'To install the app from here: stands below the App ID.',
          placeholder: 'Iv23li…',
        }),
        clientSecret: field.secret({
          label: 'Client secret',
          help: 'To install the app from here. It proves that an installation is yours.',
        }),
      },
      createUrl: '{settings.siteUrl}/settings/apps/new',
      setup: [
        'Open Settings, Developer settings, GitHub Apps, New GitHub App.',
        'Give the repository permissions Contents, Pull requests, Issues, Commit statuses, Checks, Actions and Webhooks read and write.',
        'Copy the App ID, and generate a private key: its file is downloaded once.',
        'To install it from here: enter the callback URL /api/v1/integrations/oauth/callback of this Patchbay first, switch on Request user authorization (OAuth) during installation and Redirect on update, generate a client secret, and press Install the app.',
        'Or install the app at GitHub: the installation ID is the number at the end of the address of the page you come to.',
      ],
      operations: [
        'listInstallationRepositories',
        'getRepository',
        'listWorkflows',
        'listWorkflowRuns',
        'listLatestWorkflowRuns',
        'getWorkflowRun',
        'listWorkflowRunJobs',
        'downloadWorkflowRunLogs',
        'downloadJobLogs',
        'listWorkflowRunArtifacts',
        'dispatchWorkflow',
        'listPullRequests',
        'createPullRequest',
        'listIssueComments',
        'createIssueComment',
        'updateIssueComment',
        'getPullRequest',
        'createReviewComment',
        'createCommitStatus',
        'createCheckRun',
        'readFile',
        'writeFile',
        'listHooks',
        'createHook',
        'updateHook',
        'deleteHook',
        'testHook',
      ],
      test: {
        operation: 'listInstallationRepositories',
        account: {
          id: 'repositories[0].owner.id && to_string(repositories[0].owner.id)',
          label: 'repositories[0].owner.login',
        },
        version: { header: 'X-GitHub-Enterprise-Version' },
      },
      replaces: { listRepositories: 'listInstallationRepositories' },
      config: {
        apiUrl: '{settings.baseUrl}',
        // https://docs.github.com/en/apps/creating-github-apps/registering-a-github-app/about-the-setup-url: the id that comes back may
        // be anybody's, and is checked with a token of the person.
        install: {
          url: '{settings.siteUrl}/apps/{credentials.appSlug}/installations/new',
          proof: {
            authMethod: 'oauth',
            operation: 'listUserInstallations',
            id: 'to_string(id)',
            suspended: 'suspended_at',
          },
        },
        permissions: {
          contents: 'write',
          pull_requests: 'write',
          issues: 'write',
          statuses: 'write',
          checks: 'write',
          actions: 'write',
          repository_hooks: 'write',
        },
      },
    },
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with GitHub',
      description:
        'Acts as the person who signs in. GitHub has no scope that reads private repositories without writing: use a GitHub App where that matters.',
      setup: ['Press Connect and allow the access at GitHub.'],
      config: {
        authorizeUrl: '{settings.siteUrl}/login/oauth/authorize',
        tokenUrl: '{settings.siteUrl}/login/oauth/access_token',
        scopes: ['repo', 'workflow'],
        optionalScopes: [{ scope: 'read:org', description: 'Read the organizations and teams of the person.' }],
        clientAuthMethod: 'body',
        // https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-token
        revokeRequest: {
          method: 'DELETE',
          url: '{settings.baseUrl}/applications/{app.clientId}/token',
          params: { access_token: '{credentials.accessToken}' },
        },
        // Tokens of GitHub Apps end after eight hours where the app says so; those of OAuth apps do not.
        refresh: { rotates: true, endedErrors: ['bad_refresh_token'] },
        clientIdEnvVar: 'GITHUB_CLIENT_ID',
        clientSecretEnvVar: 'GITHUB_CLIENT_SECRET',
        setupInstructions:
          'Open Settings, Developer settings, OAuth Apps, New OAuth App; of an organization: its own settings.\nEnter the callback URL as Authorization callback URL.\nCopy the Client ID, and generate a client secret.',
        createAppUrl: '{settings.siteUrl}/settings/developers',
      },
    },
  ],

  http: {
    baseUrl: '{settings.baseUrl}',
    headers: { accept: 'application/vnd.github+json' },
    apiVersion: { in: 'header', name: 'X-GitHub-Api-Version', value: '2022-11-28' },
    errorMessage: 'message',
  },

  errors: [
    {
      status: 403,
      header: { name: 'x-github-sso', contains: 'required' },
      class: 'permission',
      message: 'The organization asks for single sign-on. Authorize the token for it in your token settings on GitHub.',
    },
    {
      status: 403,
      body: "contains(message || '', 'OAuth App access restrictions')",
      class: 'permission',
      message:
        'The organization lets in only OAuth apps it has approved. Ask an owner to approve this one in the settings of the organization, Third-party Access, OAuth app policy.',
    },
    {
      status: 403,
      body: "contains(message || '', 'You must authenticate via a GitHub App')",
      class: 'permission',
      message: 'GitHub lets only GitHub Apps do this. A personal access token cannot; use a commit status instead.',
    },
    {
      status: 403,
      body: "contains(message || '', 'Resource not accessible by')",
      class: 'permission',
      message: 'The token lacks a permission for this. Edit the token on GitHub and add it.',
    },
    {
      status: [403, 429],
      body: "contains(message || '', 'secondary rate limit') || contains(message || '', 'abuse detection')",
      class: 'rate_limited',
      message: 'GitHub is slowing us down because of many requests in a short time. It goes on by itself.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
    {
      status: [403, 429],
      header: { name: 'x-ratelimit-remaining', equals: '0' },
      class: 'rate_limited',
      message: "The token's hourly quota at GitHub is used up. It goes on when the quota is reset.",
      retryAfter: { header: 'x-ratelimit-reset', unit: 'epoch' },
    },
    {
      status: 401,
      class: 'auth_invalid',
      message: 'GitHub refused the token: it is wrong, expired or revoked. Make a new one and enter it here.',
    },
    {
      status: 404,
      class: 'not_found',
      message:
        'GitHub has no such thing, or the token may not see it. Check the name and the repositories of the token.',
    },
    { status: 422, class: 'validation', messageFrom: 'not_null(errors[?message] | [0].message, message)' },
  ],
  rateLimits: {
    quotas: [
      { limit: 5000, windowSeconds: 3600, source: limitsUrl },
      { limit: 900, windowSeconds: 60, concurrency: 10, source: limitsUrl },
      {
        limit: 80,
        windowSeconds: 60,
        operations: [
          'createIssueComment',
          'updateIssueComment',
          'createReviewComment',
          'createCommitStatus',
          'createCheckRun',
          'createPullRequest',
          'dispatchWorkflow',
          'writeFile',
        ],
        source: limitsUrl,
      },
    ],
    headers: {
      limit: 'X-RateLimit-Limit',
      remaining: 'X-RateLimit-Remaining',
      reset: { name: 'X-RateLimit-Reset', unit: 'epoch' },
    },
  },

  operations: {
    getUser: { description: 'Read whose token this is.', request: 'GET /user', safety: 'read', scopes: [] },
    listRepositories: {
      description: 'List the repositories the token may see.',
      request: 'GET /user/repos',
      safety: 'read',
      scopes: ['repo'],
      items: '@',
      paginate: pages,
    },
    listInstallationRepositories: {
      description: 'List the repositories the app is installed on.',
      request: 'GET /installation/repositories',
      safety: 'read',
      scopes: [],
      items: 'repositories',
      paginate: pages,
    },
    listUserInstallations: {
      description: 'List the installations of the app that the person who signed in may see.',
      request: 'GET /user/installations',
      safety: 'read',
      scopes: [],
      items: 'installations',
      paginate: pages,
    },
    getRepository: {
      description: 'Read one repository.',
      request: 'GET /repos/{owner}/{repo}',
      safety: 'read',
      scopes: ['repo'],
      input: repository,
      example: exampleRepository,
    },
    listDependabotAlerts: {
      description: 'List the Dependabot alerts of all repositories of an organization.',
      request: 'GET /orgs/{org}/dependabot/alerts',
      safety: 'read',
      scopes: ['repo'],
      input: {
        org: field.text({ label: 'Organization', placeholder: 'octo-org', required: true }),
        state: field.text({ label: 'States', help: 'Separated by commas.', placeholder: 'open,fixed' }),
      },
      query: { state: '{input.state}' },
      items: '@',
      paginate: pages,
      example: { org: 'octo-org', state: 'open' },
    },
    listWorkflows: {
      description: 'List the Actions workflows of a repository.',
      request: 'GET /repos/{owner}/{repo}/actions/workflows',
      safety: 'read',
      scopes: ['repo'],
      input: repository,
      items: 'workflows',
      paginate: pages,
      example: exampleRepository,
    },
    listWorkflowRuns: {
      description: 'List the workflow runs of a repository, newest first.',
      request: 'GET /repos/{owner}/{repo}/actions/runs',
      safety: 'read',
      scopes: ['repo'],
      input: {
        ...repository,
        branch: field.text({ label: 'Branch' }),
        status: field.text({ label: 'Status or conclusion', placeholder: 'failure' }),
      },
      query: { branch: '{input.branch}', status: '{input.status}', exclude_pull_requests: true },
      items: 'workflow_runs',
      paginate: pages,
      example: { ...exampleRepository, branch: 'main', status: 'failure' },
    },
    listLatestWorkflowRuns: {
      description: 'List the 50 latest workflow runs of a repository, with the words of ci.runs.',
      request: 'GET /repos/{owner}/{repo}/actions/runs',
      safety: 'read',
      scopes: ['repo'],
      input: { ...repository, branch: field.text({ label: 'Branch' }), status: field.text({ label: 'Status' }) },
      query: { branch: '{input.branch}', status: '{input.status}', exclude_pull_requests: true, per_page: 50 },
      items: 'workflow_runs',
      result: run,
      unpaginatedReason: 'Only the latest runs are asked for; listWorkflowRuns reads them all.',
      example: exampleRepository,
    },
    getWorkflowRun: {
      description: 'Read one workflow run.',
      request: 'GET /repos/{owner}/{repo}/actions/runs/{runId}',
      safety: 'read',
      scopes: ['repo'],
      input: { ...repository, runId },
      example: { ...exampleRepository, runId: '30433642' },
    },
    listWorkflowRunJobs: {
      description: 'List the jobs of a workflow run with their steps.',
      request: 'GET /repos/{owner}/{repo}/actions/runs/{runId}/jobs',
      safety: 'read',
      scopes: ['repo'],
      input: { ...repository, runId },
      items: 'jobs',
      paginate: pages,
      example: { ...exampleRepository, runId: '29679449' },
    },
    // GitHub answers 302 to a signed address on another host, good for a minute; the token must not follow it there.
    downloadWorkflowRunLogs: {
      description: 'Get the short-lived address of a ZIP file with the logs of a run.',
      request: 'GET /repos/{owner}/{repo}/actions/runs/{runId}/logs',
      safety: 'read',
      scopes: ['repo'],
      input: { ...repository, runId },
      response: 'none',
      redirects: 'return',
      resultFrom: 'response',
      result: '{url: headers.location}',
      example: { ...exampleRepository, runId: '30433642' },
    },
    downloadJobLogs: {
      description: 'Get the short-lived address of the log of a job, as plain text.',
      request: 'GET /repos/{owner}/{repo}/actions/jobs/{jobId}/logs',
      safety: 'read',
      scopes: ['repo'],
      input: { ...repository, jobId: field.text({ label: 'Job ID', pattern: '[0-9]+', required: true }) },
      response: 'none',
      redirects: 'return',
      resultFrom: 'response',
      result: '{url: headers.location}',
      example: { ...exampleRepository, jobId: '399444496' },
    },
    listWorkflowRunArtifacts: {
      description: 'List the artifacts of a workflow run.',
      request: 'GET /repos/{owner}/{repo}/actions/runs/{runId}/artifacts',
      safety: 'read',
      scopes: ['repo'],
      input: { ...repository, runId },
      items: 'artifacts',
      paginate: pages,
      example: { ...exampleRepository, runId: '30433642' },
    },
    dispatchWorkflow: {
      description: 'Start a workflow that has a workflow_dispatch trigger.',
      request: 'POST /repos/{owner}/{repo}/actions/workflows/{workflowId}/dispatches',
      safety: 'write',
      scopes: ['repo'],
      input: {
        ...repository,
        workflowId: field.text({ label: 'Workflow', help: 'Its file name or ID.', required: true }),
        ref: field.text({ label: 'Branch or tag', required: true }),
        inputs: field.json({ label: 'Inputs of the workflow' }),
        returnRunDetails: field.boolean({
          label: 'Answer with the run',
          help: 'Switch off for an Enterprise Server from before 2026, which does not know it.',
          default: true,
        }),
      },
      body: { ref: '{input.ref}', inputs: '{input.inputs}', return_run_details: '{input.returnRunDetails}' },
      result: '{id: workflow_run_id && to_string(workflow_run_id) || null, url: html_url}',
      example: { ...exampleRepository, workflowId: 'build.yml', ref: 'main', inputs: { level: 'debug' } },
    },
    listPullRequests: {
      description: 'List the pull requests of a repository, latest change first.',
      request: 'GET /repos/{owner}/{repo}/pulls',
      safety: 'read',
      scopes: ['repo'],
      input: { ...repository, state: field.select({ options: pullStates, default: 'open' }) },
      query: { state: '{input.state}', sort: 'updated', direction: 'desc' },
      items: '@',
      paginate: pages,
      example: exampleRepository,
    },
    createPullRequest: {
      description: 'Open a pull request.',
      request: 'POST /repos/{owner}/{repo}/pulls',
      safety: 'write',
      scopes: ['repo'],
      input: {
        ...repository,
        title: field.text({ required: true }),
        head: field.text({ label: 'Source branch', required: true }),
        base: field.text({ label: 'Target branch', required: true }),
        body: field.textarea({ label: 'Description', help: 'Markdown.' }),
        draft: field.boolean({ label: 'Draft' }),
      },
      body: {
        title: '{input.title}',
        head: '{input.head}',
        base: '{input.base}',
        body: '{input.body}',
        draft: '{input.draft}',
      },
      result: '{id: to_string(id), number: number, url: html_url}',
      example: { ...exampleRepository, title: 'Faster builds', head: 'faster-builds', base: 'main' },
    },
    listIssueComments: {
      description: 'List the comments of a pull request or issue.',
      request: 'GET /repos/{owner}/{repo}/issues/{issueNumber}/comments',
      safety: 'read',
      scopes: ['repo'],
      input: { ...repository, issueNumber: pullNumber },
      items: '@',
      result: comment,
      paginate: pages,
      example: { ...exampleRepository, issueNumber: 1347 },
    },
    createIssueComment: {
      description: 'Comment on a pull request or issue.',
      request: 'POST /repos/{owner}/{repo}/issues/{issueNumber}/comments',
      safety: 'write',
      scopes: ['repo'],
      input: { ...repository, issueNumber: pullNumber, body: commentBody },
      body: { body: '{input.body}' },
      result: comment,
      example: { ...exampleRepository, issueNumber: 1347, body: 'Me too' },
    },
    updateIssueComment: {
      description: 'Change a comment.',
      request: 'PATCH /repos/{owner}/{repo}/issues/comments/{commentId}',
      safety: 'write',
      scopes: ['repo'],
      input: { ...repository, commentId: field.text({ label: 'Comment ID', required: true }), body: commentBody },
      body: { body: '{input.body}' },
      result: comment,
      retry: { idempotent: true, reason: 'Setting the same text twice has the effect of once.' },
      example: { ...exampleRepository, commentId: '1', body: 'Me too' },
    },
    getPullRequest: {
      description: 'Read one pull request.',
      request: 'GET /repos/{owner}/{repo}/pulls/{pullNumber}',
      safety: 'read',
      scopes: ['repo'],
      input: { ...repository, pullNumber },
      result: '{id: to_string(id), number: number, title: title, state: state, sha: head.sha, url: html_url}',
      example: { ...exampleRepository, pullNumber: 1347 },
    },
    createReviewComment: {
      description: 'Comment on a line of a file in a pull request.',
      request: 'POST /repos/{owner}/{repo}/pulls/{pullNumber}/comments',
      safety: 'write',
      scopes: ['repo'],
      input: {
        ...repository,
        pullNumber,
        body: commentBody,
        commitId: commitSha,
        path: field.text({ label: 'File', required: true }),
        line: field.integer({ label: 'Line', min: 1, required: true }),
      },
      body: {
        body: '{input.body}',
        commit_id: '{input.commitId}',
        path: '{input.path}',
        line: '{input.line}',
        side: 'RIGHT',
      },
      result: comment,
      example: {
        ...exampleRepository,
        pullNumber: 1347,
        body: 'Is this used?',
        commitId: '6dcb09b5b57875f334f61aebed695e2e4193db5e',
        path: 'src/main.ts',
        line: 12,
      },
    },
    createCommitStatus: {
      description: 'Set the status of a commit.',
      request: 'POST /repos/{owner}/{repo}/statuses/{sha}',
      safety: 'write',
      scopes: ['repo'],
      input: {
        ...repository,
        sha: commitSha,
        state: field.select({ options: statusStates, required: true }),
        context: field.text({ label: 'Name of the check', required: true }),
        description: field.text({ maxLength: 140 }),
        targetUrl: field.url({ label: 'Link' }),
      },
      body: {
        state: '{input.state}',
        context: '{input.context}',
        description: '{input.description}',
        target_url: '{input.targetUrl}',
      },
      result: '{id: to_string(id), state: state, url: url}',
      retry: { idempotent: true, reason: 'The latest status of a context wins, so twice is once.' },
      example: {
        ...exampleRepository,
        sha: '6dcb09b5b57875f334f61aebed695e2e4193db5e',
        state: 'success',
        context: 'patchbay/scan',
      },
    },
    createCheckRun: {
      description: 'Report a check with annotations, at most 50 at once. GitHub takes it from GitHub Apps only.',
      request: 'POST /repos/{owner}/{repo}/check-runs',
      safety: 'write',
      scopes: ['repo'],
      input: {
        ...repository,
        name: field.text({ required: true }),
        headSha: commitSha,
        status: field.text({ placeholder: 'completed' }),
        conclusion: field.text({ placeholder: 'success' }),
        output: field.json({ help: 'title, summary, text and annotations, as GitHub documents them.' }),
      },
      body: {
        name: '{input.name}',
        head_sha: '{input.headSha}',
        status: '{input.status}',
        conclusion: '{input.conclusion}',
        output: '{input.output}',
      },
      result: '{id: to_string(id), url: html_url, status: status, conclusion: conclusion}',
      example: { ...exampleRepository, name: 'scan', headSha: 'ce587453ced02b1526dfb4cb910479d431683101' },
    },
    readFile: {
      description: 'Read one file of up to 1 MB at a branch, tag or commit; the content is Base64.',
      request: 'GET /repos/{owner}/{repo}/contents/{+path}',
      safety: 'read',
      scopes: ['repo'],
      input: {
        ...repository,
        path: field.text({ label: 'Path', placeholder: '.github/workflows/ci.yml', required: true }),
        ref: field.text({ label: 'Branch, tag or commit' }),
      },
      query: { ref: '{input.ref}' },
      errors: [
        { status: 200, body: "encoding == 'none'", class: 'validation', message: 'The file is larger than 1 MB.' },
        {
          status: 200,
          body: "encoding != 'base64'",
          class: 'validation',
          message: 'The path is a folder, link or submodule. Name a file.',
        },
      ],
      result: '{content: replace(content, `"\\n"`, \'\'), encoding: encoding, sha: sha}',
      example: { ...exampleRepository, path: '.github/workflows/ci.yml', ref: 'main' },
    },
    writeFile: {
      description: 'Create or change one file on a branch. Workflow files need the scope workflow.',
      request: 'PUT /repos/{owner}/{repo}/contents/{+path}',
      safety: 'write',
      scopes: ['repo', 'workflow'],
      input: {
        ...repository,
        path: field.text({ label: 'Path', required: true }),
        message: field.text({ label: 'Commit message', required: true }),
        content: field.textarea({ label: 'Content', help: 'Base64.', maxLength: 1_000_000, required: true }),
        branch: field.text({ label: 'Branch', help: 'Default: the default branch.' }),
        sha: field.text({ label: 'Blob SHA', help: 'Of the file that is replaced; read it with readFile.' }),
      },
      body: { message: '{input.message}', content: '{input.content}', branch: '{input.branch}', sha: '{input.sha}' },
      result: '{sha: content.sha, commit: commit.sha, url: content.html_url}',
      example: {
        ...exampleRepository,
        path: '.github/workflows/ci.yml',
        message: 'Cache dependencies',
        content: 'bmFtZTogQ0kK',
      },
    },
    listHooks: {
      description: 'List the webhooks of a repository.',
      request: 'GET /repos/{owner}/{repo}/hooks',
      safety: 'read',
      scopes: ['repo'],
      input: repository,
      items: '@',
      paginate: pages,
      example: exampleRepository,
    },
    createHook: {
      description: 'Make a webhook on a repository.',
      request: 'POST /repos/{owner}/{repo}/hooks',
      safety: 'write',
      scopes: ['repo'],
      input: {
        ...repository,
        url: field.url({ label: 'Delivery URL', required: true }),
        secret: field.secret({ label: 'Signing secret', required: true }),
        events: field.json({ label: 'Events', default: handledEvents }),
      },
      body: {
        name: 'web',
        active: true,
        events: '{input.events}',
        config: { url: '{input.url}', content_type: 'json', secret: '{input.secret}', insecure_ssl: '0' },
      },
      result: '{id: to_string(id), events: events, url: config.url}',
      example: { ...exampleRepository, url: 'https://hooks.example.com/github', secret: 'example-signing-secret' },
    },
    updateHook: {
      description:
        'Change where a webhook of a repository delivers, its signing secret and its events; switches it on.',
      request: 'PATCH /repos/{owner}/{repo}/hooks/{hookId}',
      safety: 'write',
      scopes: ['repo'],
      input: {
        ...repository,
        hookId: field.text({ label: 'Hook ID', required: true }),
        url: field.url({ label: 'Delivery URL', required: true }),
        secret: field.secret({ label: 'Signing secret', help: 'GitHub forgets the old one.', required: true }),
        events: field.json({ label: 'Events', default: handledEvents }),
      },
      body: {
        active: true,
        events: '{input.events}',
        config: { url: '{input.url}', content_type: 'json', secret: '{input.secret}', insecure_ssl: '0' },
      },
      result: '{id: to_string(id), events: events, url: config.url}',
      retry: { idempotent: true, reason: 'Setting the same configuration twice has the effect of once.' },
      example: {
        ...exampleRepository,
        hookId: '12345678',
        url: 'https://hooks.example.com/github',
        secret: 'example-signing-secret',
      },
    },
    deleteHook: {
      description: 'Delete a webhook of a repository.',
      request: 'DELETE /repos/{owner}/{repo}/hooks/{hookId}',
      safety: 'destructive',
      scopes: ['repo'],
      input: { ...repository, hookId: field.text({ label: 'Hook ID', required: true }) },
      response: 'none',
      example: { ...exampleRepository, hookId: '12345678' },
    },
    testHook: {
      description: 'Let GitHub send a ping to a webhook.',
      request: 'POST /repos/{owner}/{repo}/hooks/{hookId}/pings',
      safety: 'write',
      scopes: ['repo'],
      input: { ...repository, hookId: field.text({ label: 'Hook ID', required: true }) },
      response: 'none',
      example: { ...exampleRepository, hookId: '12345678' },
    },
  },

  test: {
    operation: 'getUser',
    account: { id: 'to_string(id)', label: 'login' },
    scopes: { header: 'X-OAuth-Scopes' },
    version: { header: 'X-GitHub-Enterprise-Version' },
  },

  resources: {
    repositories: {
      operation: 'listRepositories',
      item: '{id: to_string(id), name: full_name, url: html_url, private: private, archived: archived}',
      aliases: ['repository', 'repos', 'projects'],
    },
    workflows: {
      operation: 'listWorkflows',
      forEach: { operation: 'listRepositories', as: { owner: 'owner.login', repo: 'name' }, name: 'full_name' },
      item: "{id: to_string(id), name: join('/', [parent.full_name, path]), url: html_url, state: state}",
      aliases: ['pipelines', 'jobs'],
    },
  },

  syncs: {
    repositories: {
      description: 'Every repository the token may see.',
      operation: 'listRepositories',
      model: 'repository',
      mode: 'full',
      schedule: '0 * * * *',
      record:
        '{id: to_string(id), name: full_name, description: description, url: html_url, private: private, archived: archived, defaultBranch: default_branch, language: language, createdAt: created_at, updatedAt: updated_at}',
      deletes: 'absent',
    },
    workflows: {
      description: 'The workflows of every repository.',
      operation: 'listWorkflows',
      model: 'pipeline',
      mode: 'full',
      schedule: '20 * * * *',
      forEach: { operation: 'listRepositories', as: { owner: 'owner.login', repo: 'name' }, maxParents: 500 },
      record:
        '{id: to_string(id), name: name, path: path, state: state, url: html_url, project: parent.full_name, createdAt: created_at, updatedAt: updated_at}',
      deletes: 'absent',
    },
    workflowRuns: {
      description: 'The latest workflow runs of every repository.',
      operation: 'listWorkflowRuns',
      model: 'pipeline_run',
      mode: 'full',
      schedule: '40 * * * *',
      forEach: { operation: 'listRepositories', as: { owner: 'owner.login', repo: 'name' }, maxParents: 500 },
      newest: 100,
      record:
        "{id: to_string(id), name: name, status: status || 'unknown', conclusion: conclusion, number: run_number, ref: head_branch, sha: head_sha, event: event, actor: actor.login, pipeline: to_string(workflow_id), project: repository.full_name, url: html_url, startedAt: run_started_at, finishedAt: status == 'completed' && updated_at || null, createdAt: created_at, updatedAt: updated_at}",
      deletes: { none: 'Only the latest runs are read; GitHub removes old ones by its own retention.' },
    },
    pullRequests: {
      description: 'The pull requests of every repository that changed last.',
      operation: 'listPullRequests',
      input: { state: 'all' },
      model: 'change',
      mode: 'full',
      schedule: '50 * * * *',
      forEach: { operation: 'listRepositories', as: { owner: 'owner.login', repo: 'name' }, maxParents: 500 },
      newest: 100,
      record:
        "{id: to_string(id), number: number, title: title, state: merged_at && 'merged' || state, author: user.login, url: html_url, sourceBranch: head.ref, targetBranch: base.ref, sha: head.sha, repository: base.repo.full_name, createdAt: created_at, updatedAt: updated_at, mergedAt: merged_at}",
      deletes: { none: 'Pull requests are closed, never deleted.' },
    },
    dependabotAlerts: {
      description: 'The Dependabot alerts of an organization; takes an owner or security manager of it.',
      operation: 'listDependabotAlerts',
      input: { org: '{variables.organization}' },
      model: 'finding',
      mode: 'full',
      schedule: '10 * * * *',
      enabled: false,
      variables: {
        organization: field.text({
          label: 'Organization',
          help: 'Whose repositories to read the alerts of.',
          placeholder: 'octo-org',
          required: true,
        }),
      },
      record:
        "{id: join('#', [repository.full_name, to_string(number)]), ruleId: security_advisory.cve_id || security_advisory.ghsa_id, title: security_advisory.summary, description: security_advisory.description, severity: security_vulnerability.severity || security_advisory.severity, state: state, resource: join('/', [repository.full_name, dependency.manifest_path]), path: dependency.manifest_path, remediation: security_vulnerability.first_patched_version.identifier && join(' ', ['Update', dependency.package.name, 'to', security_vulnerability.first_patched_version.identifier]), url: html_url, firstSeenAt: created_at, lastSeenAt: updated_at, attributes: {package: dependency.package.name, ecosystem: dependency.package.ecosystem, scope: dependency.scope, vulnerableVersions: security_vulnerability.vulnerable_version_range, cvss: security_advisory.cvss.score, dismissedReason: dismissed_reason, fixedAt: fixed_at}}",
      finding: {
        state: { fixed: 'resolved', dismissed: 'ignored', auto_dismissed: 'ignored' },
      },
      deletes: 'absent',
    },
  },

  webhooks: {
    verify: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Hub-Signature-256',
      format: { type: 'plain', prefix: 'sha256=' },
      message: ['body'],
    },
    event: { header: 'X-GitHub-Event' },
    action: { body: 'action' },
    delivery: { header: 'X-GitHub-Delivery' },
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
        help: 'You have to be an admin of it.',
        placeholder: 'octo-org/octo-repo',
        required: true,
        pattern: '[A-Za-z0-9_-]+/[A-Za-z0-9._-]+',
        patternMessage: 'Enter the owner and the name, with a slash between them.',
      }),
      scope: {
        owner: "split(resource, '/')[0]",
        repo: "split(resource, '/')[1]",
        hookId: 'hookId',
        url: 'url',
        secret: 'secret',
        // Left out, the default of the operations holds.
        events: "events[?@ != 'ping']",
      },
    },
    events: {
      ping: { description: 'The webhook was made or tested.' },
      push: {
        // Its repository tells times in another way than a read does.
        description: 'Commits were pushed.',
        syncs: ['repositories'],
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
        description: 'A repository was created, changed, archived or deleted.',
        record: { sync: 'repositories', item: 'repository', deleted: "action == 'deleted'" },
      },
    },
    setup: [
      'Open the settings of the repository, Webhooks, Add webhook.',
      'Paste the delivery URL, choose application/json, paste the secret, and choose the events.',
    ],
    retries: 'GitHub does not repeat a failed delivery by itself; it can be redelivered for three days.',
    source: 'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries',
  },

  implements: {
    'scm.comment': {
      steps: [
        {
          operation: 'getPullRequest',
          when: 'input.line && !(input.commitSha)',
          input: '{owner: input.owner, repo: input.repository, pullNumber: input.pullRequestNumber}',
          as: 'pullRequest',
        },
        {
          operation: 'createReviewComment',
          when: 'input.line',
          input:
            '{owner: input.owner, repo: input.repository, pullNumber: input.pullRequestNumber, body: input.body, path: input.path, line: input.line, commitId: input.commitSha || steps.pullRequest.sha}',
          as: 'review',
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
          input: '{owner: input.owner, repo: input.repository, issueNumber: input.pullRequestNumber}',
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
          input: `{owner: input.owner, repo: input.repository, issueNumber: input.pullRequestNumber, body: ${markedBody}}`,
          as: 'created',
        },
      ],
      output:
        'let $updated = steps.updated != `null` in not_null(steps.review, steps.updated, steps.created) | {id: id, url: url, wasUpdated: $updated}',
    },
    'scm.status': {
      operation: 'createCommitStatus',
      input:
        '{owner: owner, repo: repository, sha: commitSha, state: state, context: context, description: description, targetUrl: targetUrl}',
      output:
        "{id: id, state: contains(['pending', 'success', 'failure', 'error'], state) && state || 'unknown', url: url}",
    },
    'scm.checkRun': {
      operation: 'createCheckRun',
      input:
        '{owner: owner, repo: repository, name: name, headSha: headSha, status: status, conclusion: conclusion, output: (summary || text || annotations) && from_items(items({title: name, summary: summary || name, text: text, annotations: annotations[].{path: path, start_line: startLine, end_line: endLine, annotation_level: annotationLevel, message: message, title: title || message}})[?@[1] != `null`]) || `null`}',
      output: `let $status = status, $conclusion = conclusion in {id: id, url: url, ${state}}`,
    },
    'scm.readFile': { operation: 'readFile', input: '{owner: owner, repo: repository, path: path, ref: ref}' },
    'scm.openChange': {
      operation: 'createPullRequest',
      input:
        '{owner: owner, repo: repository, title: title, head: sourceBranch, base: targetBranch, body: body, draft: draft}',
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
          // What has several names here is looked for among the latest.
          input:
            "let $word = input.conclusion || input.status in {owner: split(input.project, '/')[0], repo: split(input.project, '/')[1], branch: input.ref, status: contains(['success', 'cancelled', 'skipped', 'neutral', 'action_required', 'in_progress', 'waiting', 'completed'], $word || '') && $word || null}",
          as: 'runs',
        },
      ],
      output:
        'let $asked = input in steps.runs[?(!($asked.status) || status == $asked.status) && (!($asked.conclusion) || conclusion == $asked.conclusion)]',
    },
    'ci.logs': {
      steps: [
        {
          operation: 'downloadJobLogs',
          when: 'input.jobId',
          input: "{owner: split(input.project, '/')[0], repo: split(input.project, '/')[1], jobId: input.jobId}",
          as: 'job',
        },
        {
          operation: 'downloadWorkflowRunLogs',
          when: '!(input.jobId)',
          input: "{owner: split(input.project, '/')[0], repo: split(input.project, '/')[1], runId: input.runId}",
          as: 'run',
        },
      ],
      output: '{url: steps.job.url || steps.run.url}',
    },
    'ci.artifacts': {
      operation: 'listWorkflowRunArtifacts',
      input: "{owner: split(project, '/')[0], repo: split(project, '/')[1], runId: runId}",
      output: '[].{id: to_string(id), name: name, sizeBytes: size_in_bytes, url: archive_download_url}',
    },
  },
});
