import { defineManifest, field } from '@patchbay/schema';

const projectPattern = '[a-z0-9]+([._-][a-z0-9]+)*';
const project = {
  project: field.text({
    label: 'Project',
    help: 'Its name.',
    placeholder: 'team',
    pattern: projectPattern,
    required: true,
  }),
};
const repository = {
  ...project,
  repository: field.text({
    label: 'Repository',
    help: 'Without the project. Write a slash in it as %2F: Harbor decodes the name twice.',
    placeholder: 'app',
    required: true,
  }),
};
const example = { project: 'team', repository: 'app' };
// Counting items would not do: an artifact has any number of tags.
const pages = { type: 'link_header', size: { param: 'page_size', value: 100, max: 100 } } as const;
// A project may be called 42; without this header that would be an ID.
const byName = { 'x-is-resource-name': 'true' };
const hookId = field.text({ label: 'Policy ID', pattern: '[0-9]+', required: true });
// SCANNING_STOPPED is left out: older servers refuse events they do not know.
const handledEvents = [
  'PUSH_ARTIFACT',
  'PULL_ARTIFACT',
  'DELETE_ARTIFACT',
  'SCANNING_COMPLETED',
  'SCANNING_FAILED',
  'QUOTA_EXCEED',
  'QUOTA_WARNING',
  'REPLICATION',
  'TAG_RETENTION',
];
const hook = {
  name: field.text({ label: 'Name', help: 'Unique in the project.', default: 'patchbay' }),
  url: field.url({ label: 'Delivery URL', required: true }),
  secret: field.secret({ label: 'Auth header', help: 'Sent as it is in the header Authorization.', required: true }),
  events: field.json({ label: 'Events', default: handledEvents }),
};
const hookBody = {
  name: '{input.name}',
  description: 'Patchbay',
  enabled: true,
  event_types: '{input.events}',
  targets: [{ type: 'http', address: '{input.url}', auth_header: '{input.secret}', skip_cert_verify: false }],
};
const hookExample = { project: 'team', url: 'https://hooks.example.com/harbor', secret: 'example-auth-header' };
const projectOfEvent = '(event_data.retention.project_name || event_data.replication.dest_resource.namespace)';
const artifactOfEvent =
  '(event_data.replication.successful_artifact[0] || event_data.replication.failed_artifact[0] || event_data.retention.deleted_artifact[0])';

export const manifest = defineManifest({
  schema: 1,
  id: 'harbor',
  version: '1.1.1',
  name: 'Harbor',
  description: 'Projects, repositories, artifacts, tags and webhooks of a Harbor registry.',
  category: 'Infrastructure',
  tags: ['registry', 'oci', 'container', 'image', 'self-hosted'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://goharbor.io',
    documentation: 'https://goharbor.io/docs/',
    apiReference:
      'https://editor.swagger.io/?url=https://raw.githubusercontent.com/goharbor/harbor/main/api/v2.0/swagger.yaml',
    openapi: 'https://raw.githubusercontent.com/goharbor/harbor/main/api/v2.0/swagger.yaml',
  },
  capabilities: ['sync', 'webhook', 'realtime', 'write', 'discovery', 'health'],
  setup: [
    'Have the address of your Harbor server ready.',
    'Make a robot account there, or have the name and password of a user ready.',
  ],

  settings: {
    baseUrl: field.url({
      label: 'Server URL',
      help: 'As in the address bar, without /harbor or /api.',
      placeholder: 'https://harbor.example.com',
      required: true,
    }),
  },
  hosts: ['{settings.baseUrl}'],

  auth: [
    {
      id: 'robot',
      type: 'basic',
      label: 'Robot account',
      description: 'It may do what its permissions allow, until it expires. Best for machines.',
      fields: {
        username: field.text({
          label: 'Robot name',
          help: 'The full name, with its prefix.',
          placeholder: 'robot$patchbay',
          required: true,
        }),
        password: field.secret({ label: 'Robot secret', required: true }),
      },
      setup: [
        'Open Administration, Robot Accounts, New Robot Account; or Robot Accounts of one project.',
        'Allow it to list projects, repositories, artifacts and tags; and to list, create, update and delete webhook policies where Patchbay makes the webhooks.',
        'Copy the robot name and the robot secret; Harbor shows the secret once.',
      ],
      test: { operation: 'getSystemInfo', version: { body: 'harbor_version' } },
    },
    {
      id: 'user',
      type: 'basic',
      label: 'User name and password',
      description: 'Acts as the user, in every project the user is a member of.',
      setup: ['Enter the user name and password of a Harbor user.'],
    },
  ],

  http: {
    baseUrl: '{settings.baseUrl}/api/v2.0',
    errorMessage: 'errors[0].message',
  },

  errors: [
    {
      status: 401,
      class: 'auth_invalid',
      message: 'Harbor refused the name or the secret, or the robot account has expired. Enter them again.',
    },
    {
      status: 403,
      class: 'permission',
      message: 'The account may not do this in Harbor. Give the robot the permission, or the user a higher role.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'Harbor has no such thing. Check the project and the repository.',
    },
    {
      status: 409,
      class: 'conflict',
      message: 'Harbor has one of this name already. Remove that one, or choose another name.',
    },
  ],
  rateLimits: { quotas: [{ concurrency: 8 }] },

  operations: {
    getCurrentUser: {
      description: 'Read which user is signed in. Robot accounts are no users.',
      request: 'GET /users/current',
      safety: 'read',
      errors: [
        {
          status: 412,
          class: 'auth_invalid',
          message: 'These are the credentials of a robot account. Choose "Robot account" instead.',
        },
      ],
    },
    getSystemInfo: {
      description: 'Read the version and the addresses of the server.',
      request: 'GET /systeminfo',
      safety: 'read',
      errors: [
        // Harbor takes whoever it does not know for a visitor, and tells visitors less.
        {
          status: 200,
          body: '!(registry_url)',
          class: 'auth_invalid',
          message: 'Harbor does not know the name or the secret, or the robot account has expired. Enter them again.',
        },
      ],
    },
    listProjects: {
      description: 'List the projects the account may see, public ones among them.',
      request: 'GET /projects',
      safety: 'read',
      items: '@',
      paginate: pages,
    },
    listRepositories: {
      description: 'List the repositories of all projects the account may see.',
      request: 'GET /repositories',
      safety: 'read',
      items: '@',
      paginate: pages,
    },
    listArtifacts: {
      description: 'List the artifacts of a repository with their tags.',
      request: 'GET /projects/{project}/repositories/{repository}/artifacts',
      safety: 'read',
      input: repository,
      query: { with_tag: true },
      items: '@',
      paginate: pages,
      example,
    },
    listTags: {
      description: 'List the tags of a repository with the artifacts they point to.',
      request: 'GET /projects/{project}/repositories/{repository}/artifacts',
      safety: 'read',
      input: repository,
      query: { with_tag: true },
      items:
        'map(&(let $artifact = @ in (tags || `[]`)[].{name: name, digest: $artifact.digest, sizeBytes: $artifact.size, type: $artifact.type, pushedAt: push_time}), @)[]',
      paginate: pages,
      // Deleted since the repositories were read.
      emptyWhen: [{ status: 404 }],
      example,
    },
    listHooks: {
      description: 'List the webhook policies of a project, without their auth headers.',
      request: 'GET /projects/{project}/webhook/policies',
      safety: 'read',
      input: project,
      headers: byName,
      items: '@',
      result: '{id: to_string(id), name: name, url: targets[0].address, enabled: enabled, events: event_types}',
      paginate: pages,
      example: { project: 'team' },
    },
    createHook: {
      description: 'Make a webhook policy in a project.',
      request: 'POST /projects/{project}/webhook/policies',
      safety: 'write',
      input: { ...project, ...hook },
      headers: byName,
      body: hookBody,
      response: 'none',
      resultFrom: 'response',
      result: "{id: split(headers.location, '/')[-1]}",
      example: hookExample,
    },
    updateHook: {
      description: 'Change where a webhook policy delivers, its auth header and its events; switches it on.',
      request: 'PUT /projects/{project}/webhook/policies/{hookId}',
      safety: 'write',
      input: { ...project, hookId, ...hook },
      headers: byName,
      body: hookBody,
      response: 'none',
      example: { ...hookExample, hookId: '3' },
    },
    deleteHook: {
      description: 'Delete a webhook policy of a project.',
      request: 'DELETE /projects/{project}/webhook/policies/{hookId}',
      safety: 'destructive',
      input: { ...project, hookId },
      headers: byName,
      response: 'none',
      example: { project: 'team', hookId: '3' },
    },
  },

  test: { operation: 'getCurrentUser', account: { id: 'to_string(user_id)', label: 'username' } },

  resources: {
    repositories: {
      operation: 'listRepositories',
      item: '{id: to_string(id), name: name}',
      aliases: ['repository', 'images'],
    },
    projects: {
      operation: 'listProjects',
      item: "{id: to_string(project_id), name: name, private: metadata.public != 'true'}",
      aliases: ['project'],
    },
    tags: {
      operation: 'listTags',
      forEach: {
        operation: 'listRepositories',
        as: { project: "split(name, '/')[0]", repository: "split(name, '/')[1:] | join('%2F', @)" },
        name: 'name',
      },
      item: "{id: join(':', [parent.name, name]), name: join(':', [parent.name, name]), digest: digest}",
      aliases: ['tag'],
    },
  },

  syncs: {
    projects: {
      description: 'Every project the account may see.',
      operation: 'listProjects',
      model: 'project',
      mode: 'full',
      schedule: '10 * * * *',
      record:
        "{id: to_string(project_id), name: name, owner: owner_name, createdAt: creation_time, updatedAt: update_time, attributes: {public: metadata.public == 'true', repositories: repo_count}}",
      deletes: 'absent',
    },
    repositories: {
      description: 'Every repository of every project the account may see.',
      operation: 'listRepositories',
      model: 'repository',
      mode: 'full',
      schedule: '0 * * * *',
      record:
        '{id: to_string(id), name: name, description: description, createdAt: creation_time, updatedAt: update_time, attributes: {artifacts: artifact_count}}',
      deletes: 'absent',
    },
    tags: {
      description: 'Every tag of every repository.',
      operation: 'listTags',
      model: 'image_tag',
      mode: 'full',
      schedule: '30 * * * *',
      forEach: {
        operation: 'listRepositories',
        as: { project: "split(name, '/')[0]", repository: "split(name, '/')[1:] | join('%2F', @)" },
        maxParents: 5000,
        concurrency: 4,
      },
      record:
        "{id: join(':', [parent.name, name]), name: name, repository: parent.name, digest: digest, sizeBytes: sizeBytes, pushedAt: pushedAt, attributes: {type: type}}",
      deletes: 'absent',
    },
  },

  webhooks: {
    verify: { type: 'static', in: { header: 'Authorization' } },
    event: { body: 'type' },
    // Harbor sends no ID; a repeated delivery has the body of the first. Replications and retentions name an artifact instead of a
    // repository, and each artifact is told on its own.
    delivery: {
      body: `join('|', [type, to_string(occur_at), operator || '', event_data.repository.repo_full_name || ${projectOfEvent} || '', event_data.resources[0].digest || ${artifactOfEvent}.name_tag || '', event_data.resources[0].tag || ${artifactOfEvent}.status || ''])`,
    },
    // The project is the namespace of the destination, whichever way an artifact is replicated.
    tenant: { body: `event_data.repository.namespace || ${projectOfEvent}` },
    lifecycle: {
      create: 'createHook',
      update: 'updateHook',
      remove: 'deleteHook',
      list: 'listHooks',
      id: 'id',
      address: 'url',
      enabled: 'enabled',
      resource: field.text({
        label: 'Project',
        help: 'Its name. You have to be an administrator of it.',
        placeholder: 'team',
        required: true,
        pattern: projectPattern,
        patternMessage: 'Enter the name of the project, without a repository.',
      }),
      scope: {
        project: 'resource',
        hookId: 'hookId',
        // The names of policies are unique in a project, and the last part of the URL is that of one endpoint.
        name: "join('-', ['patchbay', split(url, '/')[-1]])",
        url: 'url',
        secret: 'secret',
        events: 'events',
      },
    },
    events: {
      PUSH_ARTIFACT: { description: 'An artifact was pushed.', syncs: ['repositories', 'tags'] },
      PULL_ARTIFACT: { description: 'An artifact was pulled.' },
      DELETE_ARTIFACT: { description: 'An artifact was deleted.', syncs: ['repositories', 'tags'] },
      SCANNING_COMPLETED: { description: 'The scan of an artifact ended.' },
      SCANNING_FAILED: { description: 'The scan of an artifact failed.' },
      QUOTA_EXCEED: { description: 'A push was refused because the project is full.' },
      QUOTA_WARNING: { description: 'A project is nearly full.' },
      REPLICATION: {
        description: 'Artifacts were replicated to or from another registry.',
        syncs: ['repositories', 'tags'],
      },
      TAG_RETENTION: { description: 'Tags were removed by the retention rules of the project.', syncs: ['tags'] },
    },
    setup: [
      'Open the project, Webhooks, New Webhook.',
      'Choose http and the payload format Default, paste the delivery URL, paste the secret as auth header, and choose the events.',
    ],
    retries:
      'Harbor sends a delivery again that is not answered with 2xx; three times, if its operator has not set another number.',
    source: 'https://goharbor.io/docs/main/working-with-projects/project-configuration/configure-webhooks/',
  },

  implements: {
    'registry.repositories': {
      steps: [{ operation: 'listRepositories', input: '`{}`', as: 'repositories' }],
      output:
        "let $prefix = input.namePrefix || '' in steps.repositories[?starts_with(name, $prefix)].{id: to_string(id), name: name}",
    },
    'registry.tags': {
      operation: 'listTags',
      input: "split(repository, '/') | {project: [0], repository: [1:] | join('%2F', @)}",
      output: '[].{name: name, digest: digest, pushedAt: pushedAt}',
    },
  },
});
