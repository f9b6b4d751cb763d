import { defineManifest, type FixtureInput } from '@patchbay/schema';

/** A small manifest that passes every rule; samples of rules change one thing in it. */
export const sampleManifest = defineManifest({
  schema: 1,
  id: 'example-forge',
  version: '1.0.0',
  name: 'Example Forge',
  description: 'Repositories and comments of an example server.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://forge.example.com', apiReference: 'https://forge.example.com/api' },
  capabilities: ['sync', 'write', 'discovery', 'health'],
  settings: { baseUrl: { type: 'url', label: 'Server URL', required: true } },
  hosts: ['{settings.baseUrl}'],
  auth: [{ id: 'token', type: 'bearer', setup: ['Make a token in your profile.'] }],
  http: { baseUrl: '{settings.baseUrl}/api/v1' },
  operations: {
    getUser: { description: 'Read the signed-in user.', request: 'GET /user', safety: 'read' },
    listRepositories: {
      description: 'List repositories.',
      request: 'GET /user/repos',
      safety: 'read',
      items: '@',
      paginate: { type: 'page', param: 'page', size: { param: 'limit', value: 2, max: 50 } },
    },
    createComment: {
      description: 'Comment on an issue.',
      request: 'POST /repos/{owner}/{repo}/issues/{index}/comments',
      safety: 'write',
      input: {
        owner: { type: 'text', required: true },
        repo: { type: 'text', required: true },
        index: { type: 'integer', required: true },
        body: { type: 'textarea', required: true },
      },
      body: { body: '{input.body}' },
      result: '{id: to_string(id)}',
    },
  },
  test: { operation: 'getUser', account: { id: 'to_string(id)', label: 'login' } },
  resources: { repositories: { operation: 'listRepositories', item: '{id: to_string(id), name: full_name}' } },
  syncs: {
    repositories: {
      operation: 'listRepositories',
      model: 'repository',
      mode: 'full',
      record: '{id: to_string(id), name: full_name, url: html_url}',
      deletes: 'absent',
    },
  },
});

const contract = {
  source: 'openapi.json 1.0 of the example server',
  retrieved: '2026-11-01',
  confidence: 'high',
  basePath: '/api/v1',
  operations: [
    { method: 'GET', path: '/user' },
    { method: 'GET', path: '/user/repos', params: ['page', 'limit', 'visibility'], paginated: true },
    { method: 'POST', path: '/repos/{owner}/{repo}/issues/{index}/comments', params: ['owner', 'repo', 'index'] },
  ],
};

const repositories = [
  { id: 1, full_name: 'team/app', html_url: 'https://forge.example.com/team/app', owner: { login: 'team' } },
  { id: 2, full_name: 'team/site', html_url: 'https://forge.example.com/team/site', owner: { login: 'team' } },
  { id: 3, full_name: 'tools/lint', html_url: 'https://forge.example.com/tools/lint', owner: { login: 'tools' } },
];
export const samplePages = [repositories.slice(0, 2), repositories.slice(2)].map((body, index) => ({
  request: {
    method: 'GET',
    path: `/api/v1/user/repos?page=${index + 1}&limit=2`,
    headers: { authorization: 'Bearer {credentials.token}' },
  },
  response: { status: 200, body },
}));

/** A fixture of the connection test, with some parts replaced. */
export function sampleFixture(change: Partial<FixtureInput> = {}): string {
  const fixture: FixtureInput = {
    provenance: { kind: 'synthesised', source: 'written for the rules of verify', date: '2026-11-01' },
    call: { test: true },
    interactions: [
      {
        request: { method: 'GET', path: '/api/v1/user', headers: { authorization: 'Bearer {credentials.token}' } },
        response: { status: 200, body: { id: 7, login: 'octo' } },
      },
    ],
    expect: { account: { id: '7', label: 'octo' } },
    ...change,
  };
  return `${JSON.stringify(fixture, null, 2)}\n`;
}

/** The files beside the manifest. */
export function sampleFiles(id: string): [string, string][] {
  return [
    [
      'package.json',
      `${JSON.stringify({ name: `@patchbay/manifest-${id}`, version: sampleManifest.version, dependencies: { '@patchbay/schema': 'workspace:*' } }, null, 2)}\n`,
    ],
    [
      'logo.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#36c" d="M0 0h8v8H0z"/></svg>\n',
    ],
    ['contract.json', `${JSON.stringify(contract, null, 2)}\n`],
    ['fixtures/test.json', sampleFixture()],
    [
      'fixtures/test-wrong-token.json',
      sampleFixture({
        interactions: [
          {
            request: { method: 'GET', path: '/api/v1/user' },
            response: { status: 401, body: { message: 'bad token' } },
          },
        ],
        expect: { errorClass: 'auth_invalid' },
      }),
    ],
    [
      'fixtures/test-missing-permission.json',
      sampleFixture({
        interactions: [
          {
            request: { method: 'GET', path: '/api/v1/user' },
            response: { status: 403, body: { message: 'the token lacks the scope user' } },
          },
        ],
        expect: { errorClass: 'permission' },
      }),
    ],
    [
      'fixtures/test-rate-limited.json',
      sampleFixture({
        interactions: [
          {
            request: { method: 'GET', path: '/api/v1/user' },
            response: { status: 429, headers: { 'retry-after': '7' }, body: { message: 'slow down' } },
          },
          {
            request: { method: 'GET', path: '/api/v1/user' },
            response: { status: 200, body: { id: 7, login: 'octo' } },
          },
        ],
      }),
    ],
    [
      'fixtures/sync-repositories.json',
      sampleFixture({
        call: { sync: 'repositories' },
        interactions: samplePages,
        expect: { items: 3, model: 'repository' },
      }),
    ],
    [
      'fixtures/discover-repositories.json',
      sampleFixture({ call: { discover: 'repositories' }, interactions: samplePages, expect: { items: 3 } }),
    ],
    [
      'fixtures/create-comment.json',
      sampleFixture({
        call: { operation: 'createComment', input: { owner: 'team', repo: 'app', index: 4, body: 'Hello' } },
        interactions: [
          {
            request: { method: 'POST', path: '/api/v1/repos/team/app/issues/4/comments', body: { body: 'Hello' } },
            response: { status: 201, body: { id: 99 } },
          },
        ],
        expect: { result: { id: '99' } },
      }),
    ],
  ];
}
