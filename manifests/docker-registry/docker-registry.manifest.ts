import { defineManifest, field } from '@patchbay/schema';

export const manifest = defineManifest({
  schema: 1,
  id: 'docker-registry',
  version: '1.0.1',
  name: 'Docker Registry',
  description: 'Repositories and tags of any container registry that speaks the OCI distribution API.',
  category: 'Infrastructure',
  tags: ['registry', 'oci', 'container', 'image', 'distribution'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://distribution.github.io/distribution/',
    documentation: 'https://distribution.github.io/distribution/about/',
    apiReference: 'https://github.com/opencontainers/distribution-spec/blob/main/spec.md',
  },
  capabilities: ['sync', 'write', 'discovery', 'health'],
  setup: [
    'Have the address of the registry ready, such as https://registry.example.com.',
    'Make an account that may read the catalog, if the registry is not open to everybody.',
  ],

  settings: {
    baseUrl: field.url({
      label: 'Registry URL',
      help: 'The address you would put before an image name, with https:// or http://.',
      placeholder: 'https://registry.example.com',
      required: true,
    }),
    tokenServerUrl: field.url({
      label: 'Token server URL',
      help: 'Only when the registry sends sign-ins to another host, such as https://auth.example.com.',
      placeholder: 'https://auth.example.com',
    }),
  },
  hosts: ['{settings.baseUrl}'],

  auth: [
    {
      id: 'bearer',
      type: 'registry_bearer',
      label: 'User name and password',
      description:
        'Works for registries with a token server, with Basic sign-in, and, left empty, for open ones. The registry says which.',
      fields: {
        username: field.text({ label: 'User name', help: 'Leave empty for an open registry.' }),
        password: field.secret({
          label: 'Password or token',
          help: 'A robot or access token is safer than a password.',
        }),
      },
      setup: ['Enter the user name and password (or access token) you use with "docker login".'],
      config: { realmHosts: ['{settings.tokenServerUrl}'] },
    },
    {
      id: 'basic',
      type: 'basic',
      label: 'Basic only',
      description: 'Sends the user name and password with every request, without asking a token server.',
      setup: ['Enter the user name and password of an account in the htpasswd file of the registry.'],
    },
    {
      id: 'token',
      type: 'bearer',
      label: 'Ready bearer token',
      description: 'For gateways that give out long-lived tokens themselves.',
      setup: ['Enter the token; it is sent as "Authorization: Bearer".'],
    },
    { id: 'none', type: 'none', label: 'Open registry' },
  ],

  http: { baseUrl: '{settings.baseUrl}', errorMessage: 'errors[0].message' },

  errors: [
    {
      status: 401,
      header: { name: 'www-authenticate', contains: 'insufficient_scope' },
      class: 'permission',
      message: 'The account may sign in but not do this. Give it pull rights, and catalog rights to list repositories.',
    },
    {
      body: "errors[0].code == 'UNAUTHORIZED'",
      class: 'auth_invalid',
      message: 'The registry refused the user name or password. Check both, or make a new access token.',
    },
    {
      body: "errors[0].code == 'DENIED'",
      class: 'permission',
      message: 'The registry denied access. Ask its administrator to give this account rights on the repository.',
    },
    {
      body: "errors[0].code == 'NAME_UNKNOWN'",
      class: 'not_found',
      message: 'The registry does not know this repository. Check its name, with every part of its path.',
    },
    {
      body: "errors[0].code == 'MANIFEST_UNKNOWN'",
      class: 'not_found',
      message: 'The repository has no such tag or digest. List its tags to see what there is.',
    },
    {
      body: "errors[0].code == 'TOOMANYREQUESTS'",
      class: 'rate_limited',
      message: 'The registry is limiting requests. Wait a moment; signing in often raises the limit.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
    {
      status: 405,
      body: "errors[0].code == 'UNSUPPORTED'",
      class: 'permission',
      message: 'The registry does not allow this. Deleting has to be switched on in its configuration.',
    },
  ],
  rateLimits: { quotas: [{ concurrency: 8 }] },

  operations: {
    check: {
      description: 'Ask whether the registry speaks the distribution API and accepts the credentials.',
      request: 'GET /v2/',
      safety: 'read',
      response: 'none',
    },
    listRepositories: {
      description: 'List the repositories the account may see in the catalog.',
      request: 'GET /v2/_catalog',
      safety: 'read',
      items: 'repositories[].{id: @, name: @}',
      paginate: { type: 'link_header', size: { param: 'n', value: 100, max: 1000 } },
      errors: [
        {
          status: 404,
          class: 'not_found',
          message: 'This registry offers no catalog, so repositories cannot be listed. Tags of a known one still can.',
        },
      ],
    },
    listTags: {
      description: 'List the tags of a repository.',
      request: 'GET /v2/{+repository}/tags/list',
      safety: 'read',
      input: { repository: field.text({ label: 'Repository', placeholder: 'team/app', required: true }) },
      items: 'let $repository = name in (tags || `[]`)[].{name: @, repository: $repository}',
      paginate: { type: 'link_header', size: { param: 'n', value: 100 } },
      // Deleted since the catalog was read, or without a single tag: some registries answer 404, others `tags: null`.
      emptyWhen: [{ status: 404, body: "errors[0].code == 'NAME_UNKNOWN'" }],
      example: { repository: 'team/app' },
    },
    getManifest: {
      description: 'Read the manifest of a tag or digest: its digest, media type and content.',
      request: 'GET /v2/{+repository}/manifests/{reference}',
      safety: 'read',
      input: {
        repository: field.text({ label: 'Repository', placeholder: 'team/app', required: true }),
        reference: field.text({ label: 'Tag or digest', placeholder: 'latest', required: true }),
      },
      headers: {
        accept:
          'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json',
      },
      resultFrom: 'response',
      result: '{digest: headers."docker-content-digest", mediaType: headers."content-type", manifest: body}',
      example: { repository: 'team/app', reference: 'latest' },
    },
    deleteManifest: {
      description: 'Delete a manifest by its digest, with every tag that points to it. Cannot be undone.',
      request: 'DELETE /v2/{+repository}/manifests/{reference}',
      safety: 'destructive',
      input: {
        repository: field.text({ label: 'Repository', placeholder: 'team/app', required: true }),
        reference: field.text({
          label: 'Digest',
          help: 'The digest, not a tag; read it with getManifest.',
          placeholder: 'sha256:…',
          pattern: '[A-Za-z0-9_+.-]+:[0-9a-fA-F]{32,}',
          patternMessage: 'Enter a digest such as sha256: and 64 hexadecimal digits.',
          required: true,
        }),
      },
      response: 'none',
      example: {
        repository: 'team/app',
        reference: 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      },
    },
  },

  test: { operation: 'check', version: { header: 'docker-distribution-api-version' } },

  resources: {
    repositories: { operation: 'listRepositories', item: '{id: id, name: name}', aliases: ['repository', 'images'] },
    tags: {
      operation: 'listTags',
      forEach: { operation: 'listRepositories', as: { repository: 'name' }, name: 'name' },
      item: "{id: join(':', [repository, name]), name: join(':', [repository, name]), repository: repository}",
      aliases: ['tag'],
    },
  },

  syncs: {
    repositories: {
      description: 'Every repository of the catalog.',
      operation: 'listRepositories',
      model: 'repository',
      mode: 'full',
      schedule: '0 * * * *',
      record: '{id: id, name: name}',
      deletes: 'absent',
    },
    tags: {
      description: 'Every tag of every repository.',
      operation: 'listTags',
      model: 'image_tag',
      mode: 'full',
      schedule: '30 * * * *',
      forEach: { operation: 'listRepositories', as: { repository: 'name' }, maxParents: 5000, concurrency: 4 },
      record: "{id: join(':', [repository, name]), name: name, repository: repository}",
      deletes: 'absent',
    },
  },

  implements: {
    'registry.repositories': {
      steps: [{ operation: 'listRepositories', input: '`{}`', as: 'repositories' }],
      output:
        "let $prefix = input.namePrefix || '' in steps.repositories[?starts_with(name, $prefix)].{id: id, name: name}",
    },
    'registry.tags': { operation: 'listTags', input: '{repository: repository}', output: '[].{name: name}' },
  },
});
