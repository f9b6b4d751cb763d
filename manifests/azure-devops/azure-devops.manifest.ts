import { defineManifest, field } from '@patchbay/schema';

const project = {
  project: field.text({ label: 'Project', help: 'Its name or ID.', placeholder: 'shop', required: true }),
};
const build = { ...project, buildId: field.integer({ label: 'Build ID', min: 1, required: true }) };
const repository = {
  ...project,
  repository: field.text({ label: 'Repository', help: 'Its name or ID.', required: true }),
};
const pullRequest = {
  ...repository,
  pullRequest: field.integer({ label: 'Pull request number', min: 1, required: true }),
};
const example = { project: 'shop' };
const exampleBuild = { ...example, buildId: 42 };
const exampleRepository = { ...example, repository: 'app' };
const examplePullRequest = { ...exampleRepository, pullRequest: 5 };
const continued = {
  type: 'cursor',
  from: { header: 'x-ms-continuationtoken' },
  to: { query: 'continuationToken' },
  size: { param: '$top', value: 100 },
} as const;
const skipped = {
  type: 'offset',
  param: '$skip',
  until: 'short_page',
  size: { param: '$top', value: 100 },
} as const;
const refused =
  'Azure DevOps refused the token: it is wrong, revoked or made for another organization. Make a new one and enter it.';
const hasExpired = {
  status: 401,
  class: 'auth_expired',
  message: 'The personal access token has expired. Make a new one in Azure DevOps and enter it here.',
} as const;
// The same sentence stands in JSON, or beside a page in a header.
const expired = [
  { ...hasExpired, header: { name: 'x-tfs-serviceerror', contains: 'expired' } },
  { ...hasExpired, body: "contains(message || '', 'has expired')" },
];

export const manifest = defineManifest({
  schema: 1,
  id: 'azure-devops',
  version: '1.0.1',
  name: 'Azure DevOps',
  description: 'Projects, repositories, pull request threads, builds and build logs of an Azure DevOps organization.',
  category: 'Development',
  tags: ['scm', 'git', 'ci', 'pipelines', 'microsoft'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://azure.microsoft.com/products/devops',
    documentation: 'https://learn.microsoft.com/azure/devops/',
    apiReference: 'https://learn.microsoft.com/rest/api/azure/devops/',
    openapi: 'https://github.com/MicrosoftDocs/vsts-rest-api-specs',
    status: 'https://status.dev.azure.com',
  },
  capabilities: ['sync', 'write', 'discovery', 'health'],
  setup: ['Have the name of your organization ready.', 'Make a personal access token for it.'],

  settings: {
    organization: field.text({
      label: 'Organization',
      help: 'The name after dev.azure.com/ in the address bar.',
      placeholder: 'contoso',
      pattern: '[A-Za-z0-9][A-Za-z0-9-]*',
      patternMessage: 'Letters, digits and hyphens only, without dev.azure.com/.',
      required: true,
    }),
  },
  hosts: ['dev.azure.com'],

  auth: [
    {
      id: 'token',
      type: 'basic',
      label: 'Personal access token',
      description: 'It may do what you may do in the organization, within its scopes.',
      // Sent with an empty user name.
      fields: { token: field.secret({ label: 'Personal access token', required: true }) },
      createUrl: 'https://dev.azure.com/{settings.organization}/_usersSettings/tokens',
      setup: [
        'Open your user settings in the organization, Personal access tokens, New Token.',
        'Choose the scopes Project and Team: Read, Code: Read and Build: Read; Pull Request Threads: Read & write to comment, and Build: Read & execute to start builds.',
        'Copy the personal access token; it is shown once.',
      ],
      config: { passwordField: 'token' },
    },
  ],

  http: {
    baseUrl: 'https://dev.azure.com/{settings.organization}',
    // Bad credentials are then told with a 401, not sent on to a page to sign in at; as the pipelines agent of Microsoft does.
    headers: { 'X-TFS-FedAuthRedirect': 'Suppress' },
    query: { 'api-version': '7.1' },
    errorMessage: 'message',
  },

  errors: [
    // An expired or malformed token may be answered with the page people sign in at.
    {
      status: 203,
      class: 'auth_invalid',
      message: 'Azure DevOps asked to sign in: the token is wrong, expired or revoked. Make a new one and enter it.',
    },
    ...expired,
    // This user is nobody: the token is not known at all.
    {
      status: 401,
      body: "contains(message || '', 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa')",
      class: 'auth_invalid',
      message: refused,
    },
    // A token without the scope gets a 401 too: https://github.com/MicrosoftDocs/vsts-rest-api-specs/issues/441
    {
      status: 401,
      class: 'permission',
      message:
        'The token lacks a scope for this, or it was revoked. Test the connection: if that works, make a token with the scopes of the setup steps.',
    },
    {
      status: 403,
      class: 'permission',
      message: 'The account of the token may not do this. Ask an administrator of the project.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'Azure DevOps has no such thing, or the account may not see it. Check organization and project.',
    },
  ],

  operations: {
    getConnection: {
      description: 'Read whose credentials these are.',
      request: 'GET /_apis/connectionData',
      safety: 'read',
      scopes: [],
      query: { 'api-version': '7.1-preview' },
      // Any token may read this, so a 401 is about the token itself.
      errors: [...expired, { status: 401, class: 'auth_invalid', message: refused }],
      source: 'https://github.com/microsoft/azure-devops-node-api/blob/master/api/WebApi.ts',
    },
    listProjects: {
      description: 'List the projects of the organization.',
      request: 'GET /_apis/projects',
      safety: 'read',
      scopes: ['vso.project'],
      items: 'value',
      paginate: skipped,
    },
    listRepositories: {
      description: 'List the Git repositories of a project.',
      request: 'GET /{project}/_apis/git/repositories',
      safety: 'read',
      scopes: ['vso.code'],
      input: project,
      items: 'value',
      example,
    },
    listPullRequests: {
      description: 'List the pull requests of a repository.',
      request: 'GET /{project}/_apis/git/repositories/{repository}/pullrequests',
      safety: 'read',
      scopes: ['vso.code'],
      input: {
        ...repository,
        status: field.select({
          options: [
            { value: 'active', label: 'Active' },
            { value: 'completed', label: 'Completed' },
            { value: 'abandoned', label: 'Abandoned' },
            { value: 'all', label: 'All' },
          ],
          default: 'active',
        }),
      },
      query: { 'searchCriteria.status': '{input.status}' },
      items: 'value',
      paginate: skipped,
      example: exampleRepository,
    },
    listPullRequestThreads: {
      description: 'List the comment threads of a pull request.',
      request: 'GET /{project}/_apis/git/repositories/{repository}/pullRequests/{pullRequest}/threads',
      safety: 'read',
      scopes: ['vso.code'],
      input: pullRequest,
      items: 'value',
      example: examplePullRequest,
    },
    createPullRequestThread: {
      description: 'Comment on a pull request, in a new thread.',
      request: 'POST /{project}/_apis/git/repositories/{repository}/pullRequests/{pullRequest}/threads',
      safety: 'write',
      // Or vso.code_write, which may do much more.
      scopes: ['vso.threads_full'],
      input: { ...pullRequest, body: field.textarea({ label: 'Comment', help: 'Markdown.', required: true }) },
      body: { comments: [{ parentCommentId: 0, content: '{input.body}', commentType: 'text' }], status: 'active' },
      result: '{id: to_string(id)}',
      example: { ...examplePullRequest, body: 'Looks good' },
    },
    listBuilds: {
      description: 'List the builds of a project.',
      request: 'GET /{project}/_apis/build/builds',
      safety: 'read',
      scopes: ['vso.build'],
      input: project,
      items: 'value',
      paginate: continued,
      example,
    },
    getBuild: {
      description: 'Read one build.',
      request: 'GET /{project}/_apis/build/builds/{buildId}',
      safety: 'read',
      scopes: ['vso.build'],
      input: build,
      example: exampleBuild,
    },
    queueBuild: {
      description: 'Start a build of a definition.',
      request: 'POST /{project}/_apis/build/builds',
      safety: 'write',
      scopes: ['vso.build_execute'],
      input: {
        ...project,
        definitionId: field.integer({ label: 'Definition ID', min: 1, required: true }),
        branch: field.text({ label: 'Branch', placeholder: 'refs/heads/main' }),
      },
      body: { definition: { id: '{input.definitionId}' }, sourceBranch: '{input.branch}' },
      result: '{id: to_string(id), url: _links.web.href}',
      example: { ...example, definitionId: 3, branch: 'refs/heads/main' },
    },
    listBuildLogs: {
      description: 'List the logs of a build.',
      request: 'GET /{project}/_apis/build/builds/{buildId}/logs',
      safety: 'read',
      scopes: ['vso.build'],
      input: build,
      items: 'value',
      example: exampleBuild,
    },
    readBuildLog: {
      description: 'Read one log of a build.',
      request: 'GET /{project}/_apis/build/builds/{buildId}/logs/{logId}',
      safety: 'read',
      scopes: ['vso.build'],
      input: { ...build, logId: field.integer({ label: 'Log ID', min: 1, required: true }) },
      headers: { accept: 'text/plain' },
      response: 'text',
      example: { ...exampleBuild, logId: 2 },
    },
  },

  test: {
    operation: 'getConnection',
    account: { id: 'authenticatedUser.id', label: 'authenticatedUser.providerDisplayName' },
  },

  resources: {
    projects: { operation: 'listProjects', item: '{id: id, name: name}', aliases: ['project'] },
  },

  syncs: {
    projects: {
      description: 'Every project of the organization.',
      operation: 'listProjects',
      model: 'project',
      mode: 'full',
      schedule: '0 * * * *',
      record: '{id: id, name: name, description: description, updatedAt: lastUpdateTime}',
      deletes: 'absent',
    },
  },
});
