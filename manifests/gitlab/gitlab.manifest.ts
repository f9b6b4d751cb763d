import { defineManifest, field } from '@patchbay/schema';

const project = {
  project: field.text({
    label: 'Project',
    help: 'Its path with all groups, or its number.',
    placeholder: 'team/app',
    required: true,
  }),
};
const example = { project: 'team/app' };
const mergeRequest = field.integer({ label: 'Merge request number', min: 1, required: true });
const pipelineId = field.text({ label: 'Pipeline ID', pattern: '[0-9]+', required: true });
const jobId = field.text({ label: 'Job ID', pattern: '[0-9]+', required: true });
const hookId = field.text({ label: 'Hook ID', pattern: '[0-9]+', required: true });
const hook = {
  url: field.url({ label: 'Delivery URL', required: true }),
  signingToken: field.secret({ label: 'Signing token', help: 'whsec_ and 32 bytes in Base64.' }),
  secretToken: field.secret({ label: 'Secret token', help: 'For servers that cannot sign.' }),
  pushEvents: field.boolean({ default: true }),
  mergeRequestEvents: field.boolean({ default: true }),
  pipelineEvents: field.boolean({ default: true }),
};
const hookBody = {
  url: '{input.url}',
  signing_token: '{input.signingToken}',
  token: '{input.secretToken}',
  push_events: '{input.pushEvents}',
  merge_requests_events: '{input.mergeRequestEvents}',
  pipeline_events: '{input.pipelineEvents}',
  enable_ssl_verification: true,
};
const commit = field.text({ label: 'Commit SHA', minLength: 7, required: true });
const noteBody = field.textarea({ label: 'Comment', help: 'Markdown.', required: true });
const note = '{id: to_string(id), author: author.username, body: body}';
// GitLab leaves the totals out of long lists, the Link header never.
const pages = { type: 'link_header', size: { param: 'per_page', value: 100, max: 100 } } as const;
// A bare 403 also means that CI/CD or merge requests are switched off for the project; one that says more does not.
const switchedOff = [{ status: 403, body: "message == '403 Forbidden'" }, { status: 404 }];
const forEachProject = { operation: 'listProjects', as: { project: 'to_string(id)' }, maxParents: 500 };
const runStatuses =
  '`{"created": "queued", "waiting_for_resource": "queued", "preparing": "queued", "pending": "queued", "running": "in_progress", "canceling": "in_progress", "manual": "waiting", "scheduled": "waiting", "waiting_for_callback": "waiting", "success": "completed", "failed": "completed", "canceled": "completed", "skipped": "completed"}`';
const runConclusions = '`{"success": "success", "failed": "failure", "canceled": "cancelled", "skipped": "skipped"}`';
const run = `let $status = status in {id: to_string(id), name: name, status: (items(${runStatuses})[?[0] == $status] | [0][1]) || 'unknown', conclusion: items(${runConclusions})[?[0] == $status] | [0][1], ref: ref, sha: sha, url: web_url}`;
const commitStates =
  '`{"pending": "pending", "running": "pending", "success": "success", "failed": "failure", "canceled": "error"}`';
const marker = '<!-- patchbay -->';
const markedBody = `join('', [input.body, \`"\\n\\n${marker}"\`])`;
const path = "join('/', [input.owner, input.repository])";

export const manifest = defineManifest({
  schema: 1,
  id: 'gitlab',
  version: '1.4.0',
  name: 'GitLab',
  description: 'Projects, merge requests, pipelines, job logs, notes, commit statuses and webhooks of a GitLab server.',
  category: 'Development',
  tags: ['scm', 'git', 'ci', 'pipelines', 'self-hosted'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://about.gitlab.com',
    documentation: 'https://docs.gitlab.com',
    apiReference: 'https://docs.gitlab.com/api/rest/',
  },
  capabilities: ['sync', 'webhook', 'realtime', 'write', 'discovery', 'health', 'annotate'],
  setup: ['Have the address of your GitLab server ready.', 'Make a personal, project or group access token there.'],

  settings: {
    baseUrl: field.url({
      label: 'Server URL',
      help: 'As in the address bar, without /api/v4.',
      placeholder: 'https://gitlab.example.com',
      required: true,
      default: 'https://gitlab.com',
    }),
  },
  hosts: ['{settings.baseUrl}'],

  auth: [
    {
      id: 'token',
      type: 'api_key',
      label: 'Personal, project or group access token',
      description: 'A project or group token reaches that project or group only, and acts as a bot of its own.',
      fields: {
        token: field.secret({
          label: 'Access token',
          required: true,
          formats: [
            { id: 'prefixed', label: 'access token', pattern: 'glpat-[A-Za-z0-9_.-]{20,}' },
            {
              id: 'custom',
              label: 'access token of a server with a prefix of its own, or without one',
              pattern: '[A-Za-z0-9_.-]{20,}',
            },
          ],
        }),
      },
      createUrl: '{settings.baseUrl}/-/user_settings/personal_access_tokens',
      setup: [
        'Open your user settings, Access tokens; or the settings of a project or group, Access tokens.',
        'Make a token with the scope api; read_api is enough as long as nothing is written. A project or group token also needs a role: Developer, or Maintainer for webhooks.',
        'Copy the access token; GitLab shows it once.',
      ],
      config: { in: 'header', name: 'PRIVATE-TOKEN', field: 'token' },
    },
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with GitLab',
      description: 'Acts as the person who signs in, on GitLab.com or your own server.',
      setup: ['Press Connect and allow the access at GitLab.'],
      config: {
        authorizeUrl: '{settings.baseUrl}/oauth/authorize',
        tokenUrl: '{settings.baseUrl}/oauth/token',
        revokeUrl: '{settings.baseUrl}/oauth/revoke',
        scopes: ['api'],
        optionalScopes: [{ scope: 'read_api', description: 'Enough as long as nothing is written, instead of api.' }],
        clientAuthMethod: 'body',
        refresh: { rotates: true },
        clientIdEnvVar: 'GITLAB_CLIENT_ID',
        clientSecretEnvVar: 'GITLAB_CLIENT_SECRET',
        setupInstructions:
          'Open your user settings, Applications, Add new application; of a group or a whole server: its own settings.\nEnter the callback URL as Redirect URI, keep Confidential on and choose the scope api.\nCopy the Application ID and the Secret; GitLab shows the secret once.',
        createAppUrl: '{settings.baseUrl}/-/user_settings/applications',
      },
    },
    {
      id: 'jobToken',
      type: 'api_key',
      label: 'CI job token',
      description:
        'The CI_JOB_TOKEN of a running job: it reads little, writes nothing and ends with the job. For checks within a pipeline.',
      fields: { jobToken: field.secret({ label: 'Job token', required: true }) },
      setup: [
        'In a job, take the job token from the variable CI_JOB_TOKEN.',
        'For another project than that of the job, add the job’s project to the allowlist under Settings, CI/CD, Job token permissions.',
      ],
      // What https://docs.gitlab.com/ci/jobs/ci_job_token/ lists, as far as this manifest calls it.
      operations: ['getJob', 'listMergeRequests', 'listNotes'],
      test: { operation: 'getJob', account: { id: 'to_string(user.id)', label: 'user.username' } },
      config: { in: 'header', name: 'JOB-TOKEN', field: 'jobToken' },
    },
  ],

  http: {
    baseUrl: '{settings.baseUrl}/api/v4',
    errorMessage: 'error_description || message || error',
  },

  errors: [
    {
      status: 401,
      class: 'auth_invalid',
      message: 'GitLab refused the token: it is wrong, expired or revoked. Make a new access token and enter it here.',
    },
    {
      status: 403,
      body: "error == 'insufficient_scope'",
      class: 'permission',
      message: 'The token lacks a scope for this. Make a token with the scope api.',
    },
    {
      status: 403,
      body: "contains(to_string(message), 'CI/CD job token') || contains(to_string(message), 'Insufficient permissions to access this resource')",
      class: 'permission',
      message:
        'The project does not let this job token in, or not that far. Add the job’s project, with the permission, in its settings, CI/CD, Job token permissions.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'GitLab has no such thing, or the account may not see it. Check the path of the project.',
    },
  ],
  rateLimits: {
    quotas: [{ concurrency: 8 }],
    headers: {
      limit: 'RateLimit-Limit',
      remaining: 'RateLimit-Remaining',
      reset: { name: 'RateLimit-Reset', unit: 'epoch' },
    },
  },

  // https://docs.gitlab.com/user/profile/personal_access_tokens/#personal-access-token-scopes
  impliedScopes: { api: ['read_api'] },

  operations: {
    getUser: {
      description: 'Read whose credentials these are.',
      request: 'GET /user',
      safety: 'read',
      scopes: ['read_api'],
    },
    getJob: {
      description: 'Read the job a job token belongs to.',
      request: 'GET /job',
      safety: 'read',
      scopes: [],
      result: '{id: to_string(id), name: name, status: status, ref: ref, url: web_url, user: user.username}',
    },
    listProjects: {
      description: 'List the projects the account is a member of.',
      request: 'GET /projects',
      safety: 'read',
      scopes: ['read_api'],
      query: { membership: true, order_by: 'id', sort: 'asc' },
      items: '@',
      paginate: pages,
    },
    getProject: {
      description: 'Read one project.',
      request: 'GET /projects/{project}',
      safety: 'read',
      scopes: ['read_api'],
      input: project,
      example,
    },
    listPipelines: {
      description: 'List the pipelines of a project, newest first.',
      request: 'GET /projects/{project}/pipelines',
      safety: 'read',
      scopes: ['read_api'],
      input: {
        ...project,
        ref: field.text({ label: 'Branch or tag' }),
        status: field.text({ label: 'Status', placeholder: 'failed' }),
      },
      query: { ref: '{input.ref}', status: '{input.status}' },
      items: '@',
      paginate: pages,
      emptyWhen: switchedOff,
      example,
    },
    listLatestPipelines: {
      description: 'List the 50 latest pipelines of a project, with the words of ci.runs.',
      request: 'GET /projects/{project}/pipelines',
      safety: 'read',
      scopes: ['read_api'],
      input: { ...project, ref: field.text({ label: 'Branch or tag' }), status: field.text({ label: 'Status' }) },
      query: { ref: '{input.ref}', status: '{input.status}', per_page: 50 },
      items: '@',
      result: run,
      unpaginatedReason: 'Only the latest pipelines are asked for; listPipelines reads them all.',
      example,
    },
    createPipeline: {
      description: 'Start a pipeline.',
      request: 'POST /projects/{project}/pipeline',
      safety: 'write',
      scopes: ['api'],
      input: {
        ...project,
        ref: field.text({ label: 'Branch or tag', required: true }),
        variables: field.json({ label: 'Variables', help: 'A list of {key, value}.' }),
      },
      body: { ref: '{input.ref}', variables: '{input.variables}' },
      result: '{id: to_string(id), url: web_url}',
      example: { ...example, ref: 'main' },
    },
    triggerPipeline: {
      description: 'Start a pipeline with a trigger token of the project.',
      request: 'POST /projects/{project}/trigger/pipeline',
      safety: 'write',
      scopes: ['api'],
      input: {
        ...project,
        triggerToken: field.secret({ label: 'Pipeline trigger token', required: true }),
        ref: field.text({ label: 'Branch or tag', required: true }),
        variables: field.json({ label: 'Variables', help: 'An object of names and values.' }),
      },
      body: { token: '{input.triggerToken}', ref: '{input.ref}', variables: '{input.variables}' },
      result: '{id: to_string(id), url: web_url}',
      example: { ...example, triggerToken: 'example-trigger-token', ref: 'main' },
    },
    listPipelineJobs: {
      description: 'List the jobs of a pipeline.',
      request: 'GET /projects/{project}/pipelines/{pipelineId}/jobs',
      safety: 'read',
      scopes: ['read_api'],
      input: { ...project, pipelineId },
      items: '@',
      paginate: pages,
      example: { ...example, pipelineId: '47' },
    },
    readJobTrace: {
      description: 'Read the log of a job.',
      request: 'GET /projects/{project}/jobs/{jobId}/trace',
      safety: 'read',
      scopes: ['read_api'],
      input: { ...project, jobId },
      headers: { accept: 'text/plain' },
      response: 'text',
      example: { ...example, jobId: '6' },
    },
    listMergeRequests: {
      description: 'List the merge requests of a project, latest change first.',
      request: 'GET /projects/{project}/merge_requests',
      safety: 'read',
      scopes: ['read_api'],
      input: {
        ...project,
        state: field.select({
          options: [
            { value: 'opened', label: 'Open' },
            { value: 'closed', label: 'Closed' },
            { value: 'merged', label: 'Merged' },
            { value: 'all', label: 'All' },
          ],
          default: 'opened',
        }),
      },
      query: { state: '{input.state}', order_by: 'updated_at', sort: 'desc' },
      items: '@',
      paginate: pages,
      emptyWhen: switchedOff,
      example,
    },
    createMergeRequest: {
      description: 'Open a merge request.',
      request: 'POST /projects/{project}/merge_requests',
      safety: 'write',
      scopes: ['api'],
      input: {
        ...project,
        title: field.text({ help: 'Begin with "Draft:" for a draft.', required: true }),
        sourceBranch: field.text({ required: true }),
        targetBranch: field.text({ required: true }),
        body: field.textarea({ label: 'Description', help: 'Markdown.' }),
      },
      body: {
        title: '{input.title}',
        source_branch: '{input.sourceBranch}',
        target_branch: '{input.targetBranch}',
        description: '{input.body}',
      },
      result: '{id: to_string(id), number: iid, url: web_url}',
      example: { ...example, title: 'Faster builds', sourceBranch: 'faster-builds', targetBranch: 'main' },
    },
    listMergeRequestVersions: {
      description: 'List the versions of the diff of a merge request, latest first.',
      request: 'GET /projects/{project}/merge_requests/{mergeRequest}/versions',
      safety: 'read',
      scopes: ['read_api'],
      input: { ...project, mergeRequest },
      items: '@',
      paginate: pages,
      example: { ...example, mergeRequest: 5 },
    },
    createDiscussion: {
      description: 'Comment on a line of a file in a merge request.',
      request: 'POST /projects/{project}/merge_requests/{mergeRequest}/discussions',
      safety: 'write',
      scopes: ['api'],
      input: {
        ...project,
        mergeRequest,
        body: noteBody,
        path: field.text({ label: 'File', required: true }),
        line: field.integer({ label: 'Line', help: 'Of the file as it is after the change.', min: 1, required: true }),
        baseSha: commit,
        startSha: commit,
        headSha: commit,
      },
      body: {
        body: '{input.body}',
        position: {
          position_type: 'text',
          base_sha: '{input.baseSha}',
          start_sha: '{input.startSha}',
          head_sha: '{input.headSha}',
          old_path: '{input.path}',
          new_path: '{input.path}',
          new_line: '{input.line}',
        },
      },
      result: `notes[0].${note}`,
      example: {
        ...example,
        mergeRequest: 5,
        body: 'Typo',
        path: 'src/app.ts',
        line: 12,
        baseSha: 'eeb57dffe83deb686a60a71c16c32f71046868fd',
        startSha: 'eeb57dffe83deb686a60a71c16c32f71046868fd',
        headSha: 'a91957a858320c0e17f3a0eca7cfacbff50ea29a',
      },
    },
    listNotes: {
      description: 'List the comments of a merge request, oldest first.',
      request: 'GET /projects/{project}/merge_requests/{mergeRequest}/notes',
      safety: 'read',
      scopes: ['read_api'],
      input: { ...project, mergeRequest },
      query: { order_by: 'created_at', sort: 'asc' },
      items: '@',
      result: note,
      paginate: pages,
      example: { ...example, mergeRequest: 5 },
    },
    createNote: {
      description: 'Comment on a merge request.',
      request: 'POST /projects/{project}/merge_requests/{mergeRequest}/notes',
      safety: 'write',
      scopes: ['api'],
      input: { ...project, mergeRequest, body: noteBody },
      body: { body: '{input.body}' },
      result: note,
      example: { ...example, mergeRequest: 5, body: 'Looks good' },
    },
    updateNote: {
      description: 'Change a comment of a merge request.',
      request: 'PUT /projects/{project}/merge_requests/{mergeRequest}/notes/{noteId}',
      safety: 'write',
      scopes: ['api'],
      input: { ...project, mergeRequest, noteId: field.text({ label: 'Comment ID', required: true }), body: noteBody },
      body: { body: '{input.body}' },
      result: note,
      example: { ...example, mergeRequest: 5, noteId: '302', body: 'Looks good' },
    },
    createCommitStatus: {
      description: 'Set the status of a commit.',
      request: 'POST /projects/{project}/statuses/{sha}',
      safety: 'write',
      scopes: ['api'],
      input: {
        ...project,
        sha: field.text({ label: 'Commit SHA', minLength: 7, required: true }),
        state: field.select({
          options: [
            { value: 'pending', label: 'Pending' },
            { value: 'running', label: 'Running' },
            { value: 'success', label: 'Success' },
            { value: 'failed', label: 'Failed' },
            { value: 'canceled', label: 'Canceled' },
          ],
          required: true,
        }),
        name: field.text({ label: 'Name of the check', required: true }),
        description: field.text({}),
        targetUrl: field.url({ label: 'Link' }),
      },
      body: {
        state: '{input.state}',
        name: '{input.name}',
        description: '{input.description}',
        target_url: '{input.targetUrl}',
      },
      errors: [
        {
          status: 400,
          body: "contains(to_string(message), 'Cannot transition status')",
          class: 'conflict',
          message: 'The check has this status already, or cannot go from its status to this one.',
        },
      ],
      result: '{id: to_string(id), state: status, url: target_url}',
      example: { ...example, sha: '18f3e63d05582537db6d183d9d557be09e1f90c8', state: 'success', name: 'scan' },
    },
    readFile: {
      description: 'Read one file at a branch, tag or commit; the content is Base64.',
      request: 'GET /projects/{project}/repository/files/{path}',
      safety: 'read',
      scopes: ['read_api'],
      input: {
        ...project,
        path: field.text({ label: 'Path', placeholder: 'ci/build.yml', required: true }),
        ref: field.text({
          label: 'Branch, tag or commit',
          help: 'HEAD is the default branch.',
          default: 'HEAD',
        }),
      },
      query: { ref: '{input.ref}' },
      result: '{content: content, encoding: encoding, sha: blob_id}',
      example: { ...example, path: 'ci/build.yml', ref: 'main' },
    },
    listHooks: {
      description: 'List the webhooks of a project.',
      request: 'GET /projects/{project}/hooks',
      safety: 'read',
      scopes: ['read_api'],
      input: project,
      items: '@',
      paginate: pages,
      example,
    },
    createHook: {
      description: 'Make a webhook on a project, with a signing token (GitLab 19) or a secret token.',
      request: 'POST /projects/{project}/hooks',
      safety: 'write',
      scopes: ['api'],
      input: { ...project, ...hook },
      body: hookBody,
      result: '{id: to_string(id), url: url, isSigned: signing_token_present}',
      example: { ...example, url: 'https://hooks.example.com/gitlab', secretToken: 'example-secret-token' },
    },
    updateHook: {
      description: 'Change where a webhook of a project delivers, its signing token or secret token, and its events.',
      request: 'PUT /projects/{project}/hooks/{hookId}',
      safety: 'write',
      scopes: ['api'],
      input: { ...project, hookId, ...hook },
      // The secret token is always sent: GitLab forgets it when the URL changes.
      body: hookBody,
      result: '{id: to_string(id), url: url}',
      example: {
        ...example,
        hookId: '3',
        url: 'https://hooks.example.com/gitlab',
        secretToken: 'example-secret-token',
      },
    },
    deleteHook: {
      description: 'Delete a webhook of a project.',
      request: 'DELETE /projects/{project}/hooks/{hookId}',
      safety: 'destructive',
      scopes: ['api'],
      input: { ...project, hookId },
      response: 'none',
      example: { ...example, hookId: '3' },
    },
    testHook: {
      description: 'Let GitLab send a sample event to a webhook; five times a minute at most.',
      request: 'POST /projects/{project}/hooks/{hookId}/test/{trigger}',
      safety: 'write',
      scopes: ['api'],
      input: {
        ...project,
        hookId,
        trigger: field.select({
          options: [
            { value: 'push_events', label: 'Push' },
            { value: 'merge_requests_events', label: 'Merge request' },
            { value: 'pipeline_events', label: 'Pipeline' },
          ],
          default: 'push_events',
        }),
      },
      response: 'none',
      example: { ...example, hookId: '3' },
    },
  },

  test: { operation: 'getUser', account: { id: 'to_string(id)', label: 'username' } },

  resources: {
    projects: {
      operation: 'listProjects',
      item: '{id: to_string(id), name: path_with_namespace, url: web_url, archived: archived}',
      aliases: ['project', 'repositories', 'repository', 'repos'],
    },
  },

  syncs: {
    projects: {
      description: 'Every project the account is a member of.',
      operation: 'listProjects',
      model: 'repository',
      mode: 'delta',
      // Pushes and the like are activity; a new name and archiving are not, so everything is read often all the same.
      incremental: {
        type: 'field',
        field: 'last_activity_at',
        parameter: 'last_activity_after',
        lookbackSeconds: 300,
        inclusive: false,
      },
      fullEveryHours: 1,
      schedule: '0 * * * *',
      record:
        "{id: to_string(id), name: path_with_namespace, description: description, url: web_url, private: visibility != 'public', archived: archived, defaultBranch: default_branch, createdAt: created_at, updatedAt: last_activity_at}",
      deletes: 'absent',
    },
    pipelines: {
      description: 'The latest pipelines of every project.',
      operation: 'listPipelines',
      model: 'pipeline_run',
      mode: 'delta',
      incremental: {
        type: 'field',
        field: 'updated_at',
        parameter: 'updated_after',
        lookbackSeconds: 300,
        inclusive: false,
      },
      schedule: '40 * * * *',
      forEach: forEachProject,
      newest: 100,
      record:
        "{id: to_string(id), name: name, status: status, conclusion: contains(['success', 'failed', 'canceled', 'skipped'], status) && status || null, number: iid, ref: ref, sha: sha, event: source, project: parent.path_with_namespace, url: web_url, createdAt: created_at, updatedAt: updated_at}",
      deletes: { none: 'Only the latest pipelines are read.' },
    },
    mergeRequests: {
      description: 'The merge requests of every project that changed last.',
      operation: 'listMergeRequests',
      input: { state: 'all' },
      model: 'change',
      mode: 'delta',
      // GitLab gives what changed at that moment or later.
      incremental: { type: 'field', field: 'updated_at', parameter: 'updated_after', lookbackSeconds: 300 },
      schedule: '50 * * * *',
      forEach: forEachProject,
      newest: 100,
      record:
        '{id: to_string(id), number: iid, title: title, state: state, author: author.username, url: web_url, sourceBranch: source_branch, targetBranch: target_branch, sha: sha, repository: parent.path_with_namespace, createdAt: created_at, updatedAt: updated_at, mergedAt: merged_at}',
      deletes: { none: 'Only the merge requests that changed last are read.' },
    },
  },

  webhooks: {
    verify: { type: 'standard_webhooks' },
    alternatives: [{ type: 'static', in: { header: 'X-Gitlab-Token' } }],
    event: { header: 'X-Gitlab-Event' },
    action: { body: 'object_attributes.action' },
    delivery: { header: 'Idempotency-Key' },
    tenant: { body: 'project.path_with_namespace' },
    lifecycle: {
      create: 'createHook',
      update: 'updateHook',
      remove: 'deleteHook',
      list: 'listHooks',
      test: 'testHook',
      id: 'to_string(id)',
      address: 'url',
      // disabled and temporarily_disabled are GitLab's own doing; older servers do not tell.
      enabled: "not_null(alert_status, 'executable') == 'executable'",
      // Servers before 19, and those on which signing is switched off, leave the signing token out without a word.
      scheme: "isSigned && 'verify' || '0'",
      resource: field.text({
        label: 'Project',
        help: 'Its path with all groups, or its number. You have to be a maintainer of it.',
        placeholder: 'team/app',
        required: true,
        pattern: '[0-9]+|[^\\s/]+(/[^\\s/]+)+',
        patternMessage: 'Enter the path of the project with all its groups, or its number.',
      }),
      scope: {
        project: 'resource',
        hookId: 'hookId',
        url: 'url',
        signingToken: "starts_with(secret, 'whsec_') && secret || null",
        secretToken: "!(starts_with(secret, 'whsec_')) && secret || null",
        pushEvents: "!(events) || contains(events, 'Push Hook')",
        mergeRequestEvents: "!(events) || contains(events, 'Merge Request Hook')",
        pipelineEvents: "!(events) || contains(events, 'Pipeline Hook')",
      },
    },
    events: {
      'Push Hook': { description: 'Commits were pushed.', syncs: ['projects'] },
      // The payloads name author and address in other words than a read does, so the lists are read again.
      'Merge Request Hook': {
        description: 'A merge request was opened, changed, merged or closed.',
        syncs: ['mergeRequests'],
      },
      'Pipeline Hook': { description: 'The status of a pipeline changed.', syncs: ['pipelines'] },
    },
    setup: [
      'Open the settings of the project, Webhooks, Add new webhook.',
      'Paste the delivery URL. Paste the secret as signing token, or as secret token where the server has none, and choose the events.',
    ],
    source: 'https://docs.gitlab.com/user/project/integrations/webhooks/',
  },

  implements: {
    'scm.comment': {
      steps: [
        {
          operation: 'listMergeRequestVersions',
          when: 'input.line',
          input: `{project: ${path}, mergeRequest: input.pullRequestNumber}`,
          as: 'versions',
        },
        {
          operation: 'createDiscussion',
          when: 'input.line',
          // A commit that is no version's is for GitLab to refuse.
          input: `let $sha = input.commitSha || steps.versions[0].head_commit_sha in let $version = (steps.versions[?head_commit_sha == $sha] | [0]) || steps.versions[0] in {project: ${path}, mergeRequest: input.pullRequestNumber, body: input.body, path: input.path, line: input.line, headSha: $sha, baseSha: $version.base_commit_sha, startSha: $version.start_commit_sha}`,
          as: 'placed',
        },
        {
          operation: 'getUser',
          when: '!(steps.placed) && !(input.commentId) && input.updateExisting',
          input: '`{}`',
          as: 'me',
        },
        {
          operation: 'listNotes',
          when: 'steps.me',
          input: `{project: ${path}, mergeRequest: input.pullRequestNumber}`,
          as: 'notes',
        },
        {
          operation: 'updateNote',
          when: `input.commentId || (let $me = steps.me.username in (steps.notes || \`[]\`)[?author == $me && contains(body || '', '${marker}')] | [-1].id)`,
          input: `{project: ${path}, mergeRequest: input.pullRequestNumber, body: ${markedBody}, noteId: input.commentId || (let $me = steps.me.username in steps.notes[?author == $me && contains(body || '', '${marker}')] | [-1].id)}`,
          as: 'updated',
        },
        {
          operation: 'createNote',
          when: '!(steps.placed) && !(steps.updated)',
          input: `{project: ${path}, mergeRequest: input.pullRequestNumber, body: ${markedBody}}`,
          as: 'created',
        },
      ],
      output:
        'let $updated = steps.updated != `null` in not_null(steps.placed, steps.updated, steps.created) | {id: id, wasUpdated: $updated}',
    },
    'scm.status': {
      operation: 'createCommitStatus',
      input:
        "{project: join('/', [owner, repository]), sha: commitSha, state: contains(['failure', 'error'], state) && 'failed' || state, name: context, description: description, targetUrl: targetUrl}",
      output: `let $state = state in {id: id, state: (items(${commitStates})[?[0] == $state] | [0][1]) || 'unknown', url: url}`,
    },
    'scm.readFile': {
      operation: 'readFile',
      input: "{project: join('/', [owner, repository]), path: path, ref: ref}",
    },
    'scm.openChange': {
      operation: 'createMergeRequest',
      input:
        "{project: join('/', [owner, repository]), title: draft && join('', ['Draft: ', title]) || title, sourceBranch: sourceBranch, targetBranch: targetBranch, body: body}",
    },
    'ci.trigger': {
      steps: [
        { operation: 'getProject', when: '!(input.ref)', input: '{project: input.project}', as: 'project' },
        {
          operation: 'createPipeline',
          input:
            '{project: input.project, ref: input.ref || steps.project.default_branch, variables: items(input.variables || `{}`)[*].{key: [0], value: [1]}}',
          as: 'run',
        },
      ],
      output: '{id: steps.run.id, url: steps.run.url}',
      notTaken: {
        pipeline: {
          reason: 'A project has one pipeline, that of its .gitlab-ci.yml.',
          instead: 'Leave it out; variables may choose what runs.',
        },
      },
    },
    'ci.runs': {
      steps: [
        {
          operation: 'listLatestPipelines',
          // How one ended is a status of its own here; how far it is may be one of several.
          input: `let $conclusion = input.conclusion in {project: input.project, ref: input.ref, status: items(${runConclusions})[?[1] == $conclusion] | [0][0]}`,
          as: 'runs',
        },
      ],
      output:
        'let $asked = input in steps.runs[?(!($asked.status) || status == $asked.status) && (!($asked.conclusion) || conclusion == $asked.conclusion)]',
    },
    'ci.logs': {
      steps: [
        {
          operation: 'listPipelineJobs',
          when: '!(input.jobId)',
          input: '{project: input.project, pipelineId: input.runId}',
          as: 'jobs',
        },
        {
          operation: 'readJobTrace',
          when: 'input.jobId || steps.jobs',
          input:
            "{project: input.project, jobId: input.jobId || to_string(not_null(steps.jobs[?status == 'failed'] | [0].id, steps.jobs[0].id))}",
          as: 'log',
        },
      ],
      output: '{text: steps.log}',
    },
    'ci.artifacts': {
      steps: [
        {
          operation: 'listPipelineJobs',
          input: '{project: input.project, pipelineId: input.runId}',
          as: 'jobs',
        },
      ],
      // The log has an interface of its own, and the metadata are about the archive.
      output:
        "steps.jobs[].[let $job = @ in (artifacts || `[]`)[?!contains(['trace', 'metadata'], file_type)].{id: join('/', [to_string($job.id), file_type]), name: filename, sizeBytes: size, url: join('', [$job.web_url, '/artifacts/download?file_type=', file_type])}][][]",
    },
  },
  lacks: {
    'scm.checkRun': {
      reason: 'Commits have statuses, which is scm.status; there are no checks with annotations on lines.',
      source: 'https://docs.gitlab.com/api/api_resources/',
    },
  },
});
