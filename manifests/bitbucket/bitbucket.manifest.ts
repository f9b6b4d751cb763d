import { defineManifest, field } from '@patchbay/schema';

const workspace = {
  workspace: field.text({
    label: 'Workspace',
    help: 'Its ID, as in the address.',
    placeholder: 'team',
    required: true,
  }),
};
const repository = {
  ...workspace,
  repository: field.text({
    label: 'Repository',
    help: 'Its slug, as in the address.',
    placeholder: 'app',
    required: true,
  }),
};
const pullRequest = {
  ...repository,
  pullRequest: field.integer({ label: 'Pull request number', min: 1, required: true }),
};
const pipeline = {
  ...repository,
  pipelineId: field.text({ label: 'Pipeline UUID', help: 'With its braces.', required: true }),
};
const example = { workspace: 'team', repository: 'app' };
const pipelineExample = { ...example, pipelineId: '{5f1b2c3d-0000-4000-8000-000000000001}' };
const hookId = field.text({
  label: 'Hook UUID',
  help: 'With its braces.',
  pattern: '\\{[0-9a-fA-F-]+\\}',
  required: true,
});
// All events this manifest handles.
const handledEvents = [
  'repo:push',
  'repo:updated',
  'pullrequest:created',
  'pullrequest:updated',
  'pullrequest:fulfilled',
  'pullrequest:rejected',
];
const hook = {
  url: field.url({ label: 'Delivery URL', required: true }),
  secret: field.secret({ label: 'Signing secret', required: true }),
  events: field.json({ label: 'Events', default: handledEvents }),
};
const hookBody = {
  description: 'Patchbay',
  url: '{input.url}',
  secret: '{input.secret}',
  active: true,
  events: '{input.events}',
};
const hookResult = '{id: uuid, url: url, active: active, events: events}';
const hookExample = { ...example, url: 'https://hooks.example.com/bitbucket', secret: 'example-signing-secret' };
const pullRequestPayload = { sync: 'pullRequests', item: 'pullrequest' };
const commentText = field.textarea({ label: 'Comment', help: 'Markdown.', required: true });
const comment = '{id: to_string(id), url: links.html.href, author: user.uuid, body: content.raw}';
const commit = field.text({ label: 'Commit SHA', minLength: 7, required: true });
const exampleCommit = 'e10dae226959c2194f2b07b077c07762d93821cf';
const buildStates = [
  { value: 'INPROGRESS', label: 'In progress' },
  { value: 'SUCCESSFUL', label: 'Successful' },
  { value: 'FAILED', label: 'Failed' },
  { value: 'STOPPED', label: 'Stopped' },
];
const reportResults = [
  { value: 'PENDING', label: 'Pending' },
  { value: 'PASSED', label: 'Passed' },
  { value: 'FAILED', label: 'Failed' },
];
// The address of the next page is the only way on; Bitbucket advises against building it. Lists of pull requests refuse more than 50.
const pages = { type: 'link_body', next: 'next', size: { param: 'pagelen', value: 50, max: 50 } } as const;
const pagesOfSteps = { type: 'link_body', next: 'next' } as const;
const scopesPage = 'https://developer.atlassian.com/cloud/bitbucket/rest/intro/';
const path = 'workspace: owner, repository: repository';
const pathOfInput = 'workspace: input.owner, repository: input.repository';
// Bitbucket shows HTML as it is written; a link that nothing refers to is not shown.
const marker = '[//]: # (patchbay)';
const markedBody = `join('', [input.body, \`"\\n\\n${marker}"\`])`;
const ofPullRequest = `${pathOfInput}, pullRequest: input.pullRequestNumber`;
const reportId = "join('-', ['patchbay', input.name])";
// Code Insights knows three results: what does not hold a merge back has passed, and what has ended otherwise has failed.
const reportResult =
  "contains(['success', 'neutral', 'skipped'], input.conclusion || '') && 'PASSED' || input.conclusion && 'FAILED' || 'PENDING'";
const lines =
  "(endLine > startLine) && join('', ['Lines ', to_string(startLine), ' to ', to_string(endLine), ': ']) || ''";
const annotation = `{external_id: join(':', [path, to_string(startLine), to_string(endLine), title || '', message])[0:450], annotation_type: annotationLevel == 'failure' && 'BUG' || 'CODE_SMELL', severity: annotationLevel == 'failure' && 'HIGH' || annotationLevel == 'warning' && 'MEDIUM' || 'LOW', path: path, line: startLine, summary: (title || message)[0:450], details: join('', [${lines}, message])[0:2000]}`;

export const manifest = defineManifest({
  schema: 1,
  id: 'bitbucket',
  version: '1.4.0',
  name: 'Bitbucket Cloud',
  description:
    'Workspaces, repositories, files, pull requests, comments, build statuses, reports, pipelines and webhooks of Bitbucket.',
  category: 'Development',
  tags: ['scm', 'git', 'ci', 'pipelines', 'atlassian'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://bitbucket.org',
    documentation: 'https://support.atlassian.com/bitbucket-cloud/',
    apiReference: scopesPage,
    openapi: 'https://api.bitbucket.org/swagger.json',
  },
  capabilities: ['sync', 'webhook', 'realtime', 'write', 'discovery', 'health', 'annotate'],

  hosts: ['api.bitbucket.org', 'bitbucket.org'],

  auth: [
    {
      id: 'apiToken',
      type: 'basic',
      label: 'API token',
      description: 'It may do what you may do, within its scopes. App passwords no longer work.',
      fields: {
        email: field.text({ label: 'E-mail address', help: 'That of your Atlassian account.', required: true }),
        token: field.secret({ label: 'API token', required: true }),
      },
      createUrl: 'https://id.atlassian.com/manage-profile/security/api-tokens',
      setup: [
        'Open your Atlassian account, Security, API tokens, Create API token with scopes, and choose Bitbucket.',
        'Choose the scopes read:user, read:workspace, read:repository, read:pullrequest and read:pipeline; write:pullrequest and write:pipeline where something is written; read:webhook, write:webhook and delete:webhook where Patchbay makes the webhooks.',
        'Copy the API token; it is shown once. Enter it with the e-mail address of the account.',
      ],
      config: { usernameField: 'email', passwordField: 'token' },
    },
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with Bitbucket',
      description: 'Acts as the person who signs in, within the permissions of the OAuth consumer.',
      setup: ['Press Connect and allow the access at Bitbucket.'],
      config: {
        authorizeUrl: 'https://bitbucket.org/site/oauth2/authorize',
        tokenUrl: 'https://bitbucket.org/site/oauth2/access_token',
        otherScopes: {
          reason: 'The OAuth consumer decides what a sign-in may do; operations name the scopes of API tokens.',
          source: 'https://support.atlassian.com/bitbucket-cloud/docs/use-oauth-on-bitbucket-cloud/',
        },
        pkce: {
          disabled: true,
          reason: 'Bitbucket Cloud does not offer it: the wish for it is open.',
          source: 'https://jira.atlassian.com/browse/BCLOUD-23469',
        },
        // Answers named the scopes in the plural until May 2026.
        tokenResponse: { scope: 'scope || scopes' },
        refresh: { rotates: true },
        clientIdEnvVar: 'BITBUCKET_CLIENT_ID',
        clientSecretEnvVar: 'BITBUCKET_CLIENT_SECRET',
        setupInstructions:
          'Open the settings of the workspace, OAuth consumers, Add consumer.\nEnter the callback URL and keep This is a private consumer on.\nChoose Account read, Workspace membership read, Repositories read, Pull requests write, Pipelines write and Webhooks read and write: the consumer decides what every sign-in may do.\nCopy the Key and the Secret.',
        createAppUrl: 'https://bitbucket.org/account/workspaces/',
      },
    },
  ],

  http: {
    baseUrl: 'https://api.bitbucket.org/2.0',
    errorMessage: 'error.message',
  },

  errors: [
    {
      status: 401,
      class: 'auth_invalid',
      message: 'Bitbucket refused the credentials. Make a new token and enter it here, with the e-mail address.',
    },
    {
      status: 403,
      class: 'permission',
      message: 'The token lacks a scope for this, or the account may not do it. Make a token with the scope.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'Bitbucket has no such thing, or the account may not see it. Check workspace and repository.',
    },
  ],

  operations: {
    getUser: {
      description: 'Read whose credentials these are.',
      request: 'GET /user',
      safety: 'read',
      scopes: ['read:user:bitbucket'],
    },
    listWorkspaces: {
      description: 'List the workspaces of the user.',
      request: 'GET /user/workspaces',
      safety: 'read',
      scopes: ['read:user:bitbucket', 'read:workspace:bitbucket'],
      items: 'values',
      paginate: pages,
    },
    listRepositories: {
      description: 'List the repositories of a workspace.',
      request: 'GET /repositories/{workspace}',
      safety: 'read',
      scopes: ['read:repository:bitbucket'],
      input: workspace,
      items: 'values',
      paginate: pages,
      example: { workspace: 'team' },
    },
    getRepository: {
      description: 'Read one repository.',
      request: 'GET /repositories/{workspace}/{repository}',
      safety: 'read',
      scopes: ['read:repository:bitbucket'],
      input: repository,
      example,
    },
    listPullRequests: {
      description: 'List the pull requests of a repository.',
      request: 'GET /repositories/{workspace}/{repository}/pullrequests',
      safety: 'read',
      scopes: ['read:pullrequest:bitbucket'],
      input: {
        ...repository,
        state: field.select({
          options: [
            { value: 'OPEN', label: 'Open' },
            { value: 'MERGED', label: 'Merged' },
            { value: 'DECLINED', label: 'Declined' },
            { value: 'SUPERSEDED', label: 'Superseded' },
          ],
          default: 'OPEN',
        }),
      },
      query: { state: '{input.state}' },
      items: 'values',
      paginate: pages,
      example,
    },
    listChangedPullRequests: {
      description: 'List the pull requests of a repository in every state, latest change first.',
      request: 'GET /repositories/{workspace}/{repository}/pullrequests',
      safety: 'read',
      scopes: ['read:pullrequest:bitbucket'],
      input: repository,
      query: { state: ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'], sort: '-updated_on' },
      items: 'values',
      paginate: pages,
      // Deleted since the repositories were read.
      emptyWhen: [{ status: 404 }],
      example,
    },
    createPullRequest: {
      description: 'Open a pull request.',
      request: 'POST /repositories/{workspace}/{repository}/pullrequests',
      safety: 'write',
      scopes: ['write:pullrequest:bitbucket'],
      input: {
        ...repository,
        title: field.text({ required: true }),
        sourceBranch: field.text({ required: true }),
        targetBranch: field.text({ required: true }),
        body: field.textarea({ label: 'Description', help: 'Markdown.' }),
        draft: field.boolean({}),
      },
      body: {
        title: '{input.title}',
        description: '{input.body}',
        source: { branch: { name: '{input.sourceBranch}' } },
        destination: { branch: { name: '{input.targetBranch}' } },
        draft: '{input.draft}',
      },
      result: '{id: to_string(id), number: id, url: links.html.href}',
      example: { ...example, title: 'Faster builds', sourceBranch: 'faster-builds', targetBranch: 'main' },
    },
    listComments: {
      description: 'List the comments of a pull request.',
      request: 'GET /repositories/{workspace}/{repository}/pullrequests/{pullRequest}/comments',
      safety: 'read',
      scopes: ['read:pullrequest:bitbucket'],
      input: pullRequest,
      items: 'values',
      result: comment,
      paginate: pages,
      example: { ...example, pullRequest: 5 },
    },
    createComment: {
      description: 'Comment on a pull request.',
      request: 'POST /repositories/{workspace}/{repository}/pullrequests/{pullRequest}/comments',
      safety: 'write',
      scopes: ['write:pullrequest:bitbucket'],
      input: { ...pullRequest, body: commentText },
      body: { content: { raw: '{input.body}' } },
      result: comment,
      example: { ...example, pullRequest: 5, body: 'Looks good' },
    },
    createInlineComment: {
      description: 'Comment on a line of a file in a pull request.',
      request: 'POST /repositories/{workspace}/{repository}/pullrequests/{pullRequest}/comments',
      safety: 'write',
      scopes: ['write:pullrequest:bitbucket'],
      input: {
        ...pullRequest,
        body: commentText,
        path: field.text({ label: 'File', required: true }),
        line: field.integer({ label: 'Line', help: 'Of the file as it is after the change.', min: 1, required: true }),
      },
      body: { content: { raw: '{input.body}' }, inline: { path: '{input.path}', to: '{input.line}' } },
      result: comment,
      example: { ...example, pullRequest: 5, body: 'Typo', path: 'src/app.ts', line: 12 },
    },
    updateComment: {
      description: 'Change a comment of a pull request.',
      request: 'PUT /repositories/{workspace}/{repository}/pullrequests/{pullRequest}/comments/{commentId}',
      safety: 'write',
      scopes: ['write:pullrequest:bitbucket'],
      input: {
        ...pullRequest,
        commentId: field.text({ label: 'Comment ID', pattern: '[0-9]+', required: true }),
        body: commentText,
      },
      body: { content: { raw: '{input.body}' } },
      result: comment,
      example: { ...example, pullRequest: 5, commentId: '302', body: 'Looks good' },
    },
    findCommit: {
      description: 'Read the commit a branch, tag or commit is at.',
      request: 'GET /repositories/{workspace}/{repository}/commits/{revision}',
      safety: 'read',
      scopes: ['read:repository:bitbucket'],
      input: { ...repository, revision: field.text({ label: 'Branch, tag or commit', required: true }) },
      query: { pagelen: 1 },
      result: '{sha: values[0].hash}',
      example: { ...example, revision: 'main' },
    },
    readFile: {
      description: 'Read one file at a commit; the content is Base64.',
      request: 'GET /repositories/{workspace}/{repository}/src/{commit}/{+path}',
      safety: 'read',
      scopes: ['read:repository:bitbucket'],
      input: {
        ...repository,
        commit,
        path: field.text({ label: 'Path', placeholder: 'ci/build.yml', required: true }),
      },
      response: 'bytes',
      example: { ...example, commit: exampleCommit, path: 'ci/build.yml' },
    },
    createBuildStatus: {
      description: 'Set the build status of a commit; one with the same key is replaced.',
      request: 'POST /repositories/{workspace}/{repository}/commit/{commit}/statuses/build',
      safety: 'write',
      // Writing one takes no more than reading the repository: https://developer.atlassian.com/cloud/bitbucket/bitbucket-api-changes-commit-status/
      scopes: ['read:repository:bitbucket'],
      input: {
        ...repository,
        commit,
        key: field.text({ label: 'Key', help: 'Names the check.', required: true }),
        state: field.select({ options: buildStates, required: true }),
        url: field.url({ label: 'Link', required: true }),
        description: field.text({}),
      },
      body: {
        key: '{input.key}',
        name: '{input.key}',
        state: '{input.state}',
        url: '{input.url}',
        description: '{input.description}',
      },
      result: '{key: key, state: state, url: url}',
      example: {
        ...example,
        commit: exampleCommit,
        key: 'scan',
        state: 'SUCCESSFUL',
        url: 'https://ci.example.com/builds/7',
      },
    },
    putReport: {
      description: 'Report a check of a commit with Code Insights; one with the same ID is replaced.',
      request: 'PUT /repositories/{workspace}/{repository}/commit/{commit}/reports/{reportId}',
      safety: 'write',
      scopes: ['read:repository:bitbucket'],
      input: {
        ...repository,
        commit,
        reportId: field.text({ label: 'Report ID', required: true }),
        title: field.text({ required: true }),
        details: field.textarea({}),
        result: field.select({ options: reportResults, required: true }),
      },
      body: {
        title: '{input.title}',
        details: '{input.details}',
        report_type: 'TEST',
        reporter: 'Patchbay',
        result: '{input.result}',
      },
      result: '{id: uuid, externalId: external_id, result: result}',
      example: { ...example, commit: exampleCommit, reportId: 'patchbay-scan', title: 'scan', result: 'PASSED' },
    },
    putAnnotations: {
      description: 'Add annotations to a report, at most 100 at once; those with the same ID are replaced.',
      request: 'POST /repositories/{workspace}/{repository}/commit/{commit}/reports/{reportId}/annotations',
      safety: 'write',
      scopes: ['read:repository:bitbucket'],
      input: {
        ...repository,
        commit,
        reportId: field.text({ label: 'Report ID', required: true }),
        annotations: field.json({ help: 'A list, as Bitbucket documents them.', required: true }),
      },
      body: '{input.annotations}',
      result: '{count: length(@)}',
      example: {
        ...example,
        commit: exampleCommit,
        reportId: 'patchbay-scan',
        annotations: [{ external_id: '1', annotation_type: 'BUG', summary: 'Typo', path: 'src/app.ts', line: 12 }],
      },
    },
    listPipelines: {
      description: 'List the pipelines of a repository, newest first.',
      request: 'GET /repositories/{workspace}/{repository}/pipelines',
      safety: 'read',
      scopes: ['read:pipeline:bitbucket'],
      input: repository,
      query: { sort: '-created_on' },
      items: 'values',
      paginate: { type: 'page', param: 'page', until: 'short_page', size: { param: 'pagelen', value: 100, max: 100 } },
      example,
    },
    triggerPipeline: {
      description: 'Start the pipeline of a branch.',
      request: 'POST /repositories/{workspace}/{repository}/pipelines',
      safety: 'write',
      scopes: ['write:pipeline:bitbucket'],
      input: { ...repository, branch: field.text({ required: true }) },
      body: { target: { type: 'pipeline_ref_target', ref_type: 'branch', ref_name: '{input.branch}' } },
      result: '{id: uuid, number: build_number}',
      example: { ...example, branch: 'main' },
    },
    listPipelineSteps: {
      description: 'List the steps of a pipeline.',
      request: 'GET /repositories/{workspace}/{repository}/pipelines/{pipelineId}/steps',
      safety: 'read',
      scopes: ['read:pipeline:bitbucket'],
      input: pipeline,
      items: 'values',
      paginate: pagesOfSteps,
      example: pipelineExample,
    },
    listHooks: {
      description: 'List the webhooks of a repository.',
      request: 'GET /repositories/{workspace}/{repository}/hooks',
      safety: 'read',
      scopes: ['read:webhook:bitbucket'],
      input: repository,
      items: 'values',
      result: hookResult,
      paginate: pages,
      example,
    },
    createHook: {
      description: 'Make a webhook on a repository.',
      request: 'POST /repositories/{workspace}/{repository}/hooks',
      safety: 'write',
      scopes: ['read:webhook:bitbucket', 'write:webhook:bitbucket'],
      input: { ...repository, ...hook },
      body: hookBody,
      result: hookResult,
      example: hookExample,
    },
    updateHook: {
      description:
        'Change where a webhook of a repository delivers, its signing secret and its events; switches it on.',
      request: 'PUT /repositories/{workspace}/{repository}/hooks/{hookId}',
      safety: 'write',
      scopes: ['read:webhook:bitbucket', 'write:webhook:bitbucket'],
      input: { ...repository, hookId, ...hook },
      body: hookBody,
      result: hookResult,
      example: { ...hookExample, hookId: '{8c4b2a10-0000-4000-8000-000000000001}' },
    },
    deleteHook: {
      description: 'Delete a webhook of a repository.',
      request: 'DELETE /repositories/{workspace}/{repository}/hooks/{hookId}',
      safety: 'destructive',
      scopes: ['delete:webhook:bitbucket'],
      input: { ...repository, hookId },
      response: 'none',
      example: { ...example, hookId: '{8c4b2a10-0000-4000-8000-000000000001}' },
    },
  },

  test: { operation: 'getUser', account: { id: 'uuid', label: 'display_name' } },

  resources: {
    workspaces: {
      operation: 'listWorkspaces',
      item: '{id: workspace.uuid, name: workspace.slug}',
      aliases: ['workspace'],
    },
  },

  syncs: {
    repositories: {
      description: 'Every repository of every workspace of the user.',
      operation: 'listRepositories',
      model: 'repository',
      mode: 'delta',
      incremental: {
        type: 'field',
        field: 'updated_on',
        lookbackSeconds: 300,
        filter: { parameter: 'q', template: 'updated_on >= {cursor}' },
      },
      fullEveryHours: 6,
      schedule: '0 * * * *',
      forEach: { operation: 'listWorkspaces', as: { workspace: 'workspace.slug' } },
      record:
        "{id: uuid, name: full_name, description: description, url: links.html.href, private: is_private, defaultBranch: mainbranch.name, language: language != '' && language || null, createdAt: created_on, updatedAt: updated_on}",
      deletes: 'absent',
    },
    pullRequests: {
      description: 'The pull requests of every repository of a workspace that changed last.',
      operation: 'listChangedPullRequests',
      model: 'change',
      mode: 'full',
      schedule: '50 * * * *',
      enabled: false,
      variables: {
        workspace: field.text({
          label: 'Workspace',
          help: 'Its ID, as in the address.',
          placeholder: 'team',
          required: true,
        }),
      },
      forEach: {
        operation: 'listRepositories',
        input: { workspace: '{variables.workspace}' },
        as: { workspace: "split(full_name, '/')[0]", repository: "split(full_name, '/')[1]" },
        maxParents: 500,
      },
      newest: 100,
      // Pull requests are counted per repository.
      record:
        "{id: join('#', [destination.repository.full_name, to_string(id)]), number: id, title: title, state: lower(state), author: author.nickname, url: links.html.href, sourceBranch: source.branch.name, targetBranch: destination.branch.name, sha: source.commit.hash, repository: destination.repository.full_name, createdAt: created_on, updatedAt: updated_on}",
      deletes: { none: 'Pull requests are declined, never deleted.' },
    },
  },

  webhooks: {
    verify: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Hub-Signature',
      format: { type: 'plain', prefix: 'sha256=' },
      message: ['body'],
    },
    event: { header: 'X-Event-Key' },
    delivery: { header: 'X-Request-UUID' },
    tenant: { body: 'repository.full_name' },
    lifecycle: {
      create: 'createHook',
      update: 'updateHook',
      remove: 'deleteHook',
      list: 'listHooks',
      id: 'id',
      address: 'url',
      enabled: 'active',
      resource: field.text({
        label: 'Repository',
        help: 'You have to be an admin of it.',
        placeholder: 'team/app',
        required: true,
        pattern: '[^\\s/]+/[^\\s/]+',
        patternMessage: 'Enter the workspace and the repository as in the address, with a slash between them.',
      }),
      scope: {
        workspace: "split(resource, '/')[0]",
        repository: "split(resource, '/')[1]",
        hookId: 'hookId',
        url: 'url',
        secret: 'secret',
        events: 'events',
      },
    },
    events: {
      // The repository of a payload lacks its times and branches.
      'repo:push': { description: 'Commits were pushed.', syncs: ['repositories'] },
      'repo:updated': {
        description: 'Name, description or language of a repository changed.',
        syncs: ['repositories'],
      },
      'pullrequest:created': { description: 'A pull request was opened.', record: pullRequestPayload },
      'pullrequest:updated': { description: 'A pull request was changed.', record: pullRequestPayload },
      'pullrequest:fulfilled': { description: 'A pull request was merged.', record: pullRequestPayload },
      'pullrequest:rejected': { description: 'A pull request was declined.', record: pullRequestPayload },
    },
    setup: [
      'Open the settings of the repository, Webhooks, Add webhook.',
      'Paste the delivery URL and the secret, and choose the events.',
    ],
    retries: 'Bitbucket sends a failed delivery two more times.',
    source: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/',
  },

  implements: {
    'scm.comment': {
      steps: [
        {
          operation: 'createInlineComment',
          when: 'input.line',
          input: `{${ofPullRequest}, body: input.body, path: input.path, line: input.line}`,
          as: 'placed',
        },
        {
          operation: 'getUser',
          when: '!(steps.placed) && !(input.commentId) && input.updateExisting',
          input: '`{}`',
          as: 'me',
        },
        { operation: 'listComments', when: 'steps.me', input: `{${ofPullRequest}}`, as: 'comments' },
        {
          operation: 'updateComment',
          when: `input.commentId || (let $me = steps.me.uuid in (steps.comments || \`[]\`)[?author == $me && contains(body || '', '${marker}')] | [-1].id)`,
          input: `{${ofPullRequest}, body: ${markedBody}, commentId: input.commentId || (let $me = steps.me.uuid in steps.comments[?author == $me && contains(body || '', '${marker}')] | [-1].id)}`,
          as: 'updated',
        },
        {
          operation: 'createComment',
          when: '!(steps.placed) && !(steps.updated)',
          input: `{${ofPullRequest}, body: ${markedBody}}`,
          as: 'created',
        },
      ],
      output:
        'let $updated = steps.updated != `null` in not_null(steps.placed, steps.updated, steps.created) | {id: id, url: url, wasUpdated: $updated}',
      notTaken: {
        commitSha: {
          reason: 'A comment on a line stands on the latest diff of the pull request.',
          instead: 'Leave it out.',
        },
      },
    },
    'scm.status': {
      operation: 'createBuildStatus',
      // Bitbucket always wants a link; without one of the caller's it leads to the commit.
      input: `let $state = state in {${path}, commit: commitSha, key: context, state: items(\`{"pending": "INPROGRESS", "success": "SUCCESSFUL", "failure": "FAILED", "error": "FAILED"}\`)[?[0] == $state] | [0][1], url: targetUrl || join('/', ['https://bitbucket.org', owner, repository, 'commits', commitSha]), description: description}`,
      output:
        'let $state = state in {id: key, state: (items(`{"INPROGRESS": "pending", "SUCCESSFUL": "success", "FAILED": "failure", "STOPPED": "error"}`)[?[0] == $state] | [0][1]) || \'unknown\', url: url}',
    },
    'scm.checkRun': {
      steps: [
        {
          operation: 'putReport',
          input: `{${pathOfInput}, commit: input.headSha, reportId: ${reportId}, title: input.name, details: join(\`"\\n\\n"\`, [input.summary, input.text][?@]) || null, result: (input.status || 'completed') == 'completed' && (${reportResult}) || 'PENDING'}`,
          as: 'report',
        },
        {
          operation: 'putAnnotations',
          when: 'input.annotations',
          input: `{${pathOfInput}, commit: input.headSha, reportId: ${reportId}, annotations: input.annotations[].${annotation}}`,
        },
      ],
      output:
        'let $result = steps.report.result in {id: steps.report.id, status: (items(`{"PENDING": "in_progress", "PASSED": "completed", "FAILED": "completed"}`)[?[0] == $result] | [0][1]) || \'unknown\', conclusion: items(`{"PASSED": "success", "FAILED": "failure"}`)[?[0] == $result] | [0][1]}',
    },
    'scm.readFile': {
      steps: [
        { operation: 'getRepository', when: '!(input.ref)', input: `{${pathOfInput}}`, as: 'repository' },
        // A branch may have slashes in its name, which the path of a file cannot have before the file.
        {
          operation: 'findCommit',
          input: `{${pathOfInput}, revision: input.ref || steps.repository.mainbranch.name}`,
          as: 'commit',
        },
        {
          operation: 'readFile',
          input: `{${pathOfInput}, commit: steps.commit.sha, path: input.path}`,
          as: 'content',
        },
      ],
      output: "{content: steps.content.base64, encoding: 'base64'}",
    },
    'scm.openChange': {
      operation: 'createPullRequest',
      input: `{${path}, title: title, sourceBranch: sourceBranch, targetBranch: targetBranch, body: body, draft: draft}`,
    },
  },
});
