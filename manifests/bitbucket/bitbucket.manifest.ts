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
const commentText = field.textarea({ label: 'Comment', help: 'Markdown.', required: true });
const comment = '{id: to_string(id), url: links.html.href, body: content.raw}';
// The address of the next page is the only way on; Bitbucket advises against building it. Lists of pull requests refuse more than 50.
const pages = { type: 'link_body', next: 'next', size: { param: 'pagelen', value: 50, max: 50 } } as const;
const pagesOfSteps = { type: 'link_body', next: 'next' } as const;
const scopesPage = 'https://developer.atlassian.com/cloud/bitbucket/rest/intro/';
const path = 'workspace: owner, repository: repository';

export const manifest = defineManifest({
  schema: 1,
  id: 'bitbucket',
  version: '1.0.0',
  name: 'Bitbucket Cloud',
  description: 'Workspaces, repositories, pull requests, comments, pipelines and webhooks of Bitbucket.',
  category: 'Development',
  tags: ['scm', 'git', 'ci', 'pipelines', 'atlassian'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://bitbucket.org',
    documentation: 'https://support.atlassian.com/bitbucket-cloud/',
    apiReference: scopesPage,
    openapi: 'https://api.bitbucket.org/swagger.json',
  },
  capabilities: ['webhook', 'write', 'discovery', 'health'],

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
        'Choose the scopes read:user, read:workspace, read:repository, read:pullrequest and read:pipeline; write:pullrequest and write:pipeline where something is written.',
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
          'Open the settings of the workspace, OAuth consumers, Add consumer.\nEnter the callback URL and keep This is a private consumer on.\nChoose Account read, Workspace membership read, Repositories read, Pull requests write and Pipelines write: the consumer decides what every sign-in may do.\nCopy the Key and the Secret.',
        createAppUrl: 'https://bitbucket.org/account/workspaces/',
      },
    },
  ],

  http: {
    baseUrl: 'https://api.bitbucket.org/2.0',
    headers: { accept: 'application/json' },
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
      },
      body: {
        title: '{input.title}',
        description: '{input.body}',
        source: { branch: { name: '{input.sourceBranch}' } },
        destination: { branch: { name: '{input.targetBranch}' } },
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
  },

  test: { operation: 'getUser', account: { id: 'uuid', label: 'display_name' } },

  resources: {
    workspaces: {
      operation: 'listWorkspaces',
      item: '{id: workspace.uuid, name: workspace.slug}',
      aliases: ['workspace'],
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
    events: {
      'repo:push': { description: 'Commits were pushed.' },
      'pullrequest:created': { description: 'A pull request was opened.' },
      'pullrequest:updated': { description: 'A pull request was changed.' },
      'pullrequest:fulfilled': { description: 'A pull request was merged.' },
    },
    setup: [
      'Open the settings of the repository, Webhooks, Add webhook.',
      'Paste the delivery URL and the secret, and choose the events.',
    ],
    source: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/',
  },

  implements: {
    'scm.openChange': {
      operation: 'createPullRequest',
      input: `{${path}, title: title, sourceBranch: sourceBranch, targetBranch: targetBranch, body: body}`,
    },
  },
});
