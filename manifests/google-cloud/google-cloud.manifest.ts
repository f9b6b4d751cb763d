import { defineManifest, field } from '@patchbay/schema';

// Every method below takes it; those of Cloud Build and Cloud Functions take no other, so narrower ones save nobody anything.
const fullScope = 'https://www.googleapis.com/auth/cloud-platform';
const emailScope = 'https://www.googleapis.com/auth/userinfo.email';
const location = {
  location: field.text({
    label: 'Location',
    help: 'A region such as europe-west1.',
    placeholder: 'europe-west1',
    required: true,
  }),
};
const locationOrAll = {
  location: field.text({
    label: 'Location',
    help: 'A region such as europe-west1, or - for all of them.',
    placeholder: 'europe-west1',
    required: true,
  }),
};
const buildLocation = {
  location: field.text({
    label: 'Location',
    help: 'A region such as europe-west1; global for builds that run in none.',
    placeholder: 'global',
    required: true,
  }),
};
const example = { location: 'europe-west1' };
const pages = {
  type: 'cursor',
  from: { body: 'nextPageToken' },
  to: { query: 'pageToken' },
  size: { param: 'pageSize', value: 100 },
} as const;
const largePages = { ...pages, size: { param: 'pageSize', value: 500, max: 1000 } } as const;
const shortName = "split(name, '/')[-1]";

export const manifest = defineManifest({
  schema: 1,
  id: 'google-cloud',
  version: '1.1.0',
  name: 'Google Cloud',
  description:
    'Repositories and images of Artifact Registry, builds, Cloud Run services, clusters and functions of a project.',
  category: 'Cloud',
  tags: ['artifact-registry', 'cloud-build', 'cloud-run', 'gke', 'containers', 'functions'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://cloud.google.com',
    documentation: 'https://cloud.google.com/docs',
    apiReference: 'https://cloud.google.com/apis/docs/overview',
    status: 'https://status.cloud.google.com',
  },
  capabilities: ['discovery', 'health'],
  setup: [
    'Have the ID of your project ready; the console shows it beside the name of the project.',
    'Enable the APIs you want to read in the project: Artifact Registry, Cloud Build, Cloud Run, Kubernetes Engine, Cloud Functions.',
  ],

  settings: {
    project: field.text({
      label: 'Project ID',
      help: 'The ID, not the name or the number.',
      placeholder: 'my-project-123',
      // A project of an organization of the old kind begins with its domain: example.com:my-project.
      pattern: '([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]',
      patternMessage: 'Write the project ID: 6 to 30 lower-case letters, digits and hyphens.',
      required: true,
    }),
    location: field.text({
      label: 'Location',
      help: 'The region whose repositories, services, clusters and functions are discovered.',
      placeholder: 'europe-west1',
      pattern: '[a-z]+(-[a-z0-9]+)*',
      patternMessage: 'Write the code of the region, such as europe-west1.',
      required: true,
    }),
  },
  hosts: [
    'www.googleapis.com',
    'accounts.google.com',
    'oauth2.googleapis.com',
    'artifactregistry.googleapis.com',
    'cloudbuild.googleapis.com',
    'run.googleapis.com',
    'container.googleapis.com',
    'cloudfunctions.googleapis.com',
  ],

  auth: [
    {
      id: 'service-account',
      type: 'jwt',
      label: 'Service account key',
      description: 'An account for programs; its roles in the project say what it may read.',
      fields: {
        keyFile: field.secret({
          label: 'Key file (JSON)',
          help: 'Paste the whole file.',
          placeholder: '{ "type": "service_account", … }',
          required: true,
          // The token URL of the file is not read: a changed file could send the assertion anywhere.
          members: { clientEmail: 'client_email', privateKey: 'private_key' },
        }),
      },
      createUrl: 'https://console.cloud.google.com/iam-admin/serviceaccounts?project={settings.project}',
      setup: [
        'Make a service account under IAM & Admin, Service Accounts.',
        'Give it, in the project, the roles for what you want to read: Artifact Registry Reader, Cloud Build Viewer, Cloud Run Viewer, Kubernetes Engine Cluster Viewer, Cloud Functions Viewer.',
        'Open the account, choose Keys, Add key, Create new key, JSON, and paste the whole key file; it is given once.',
      ],
      // https://developers.google.com/identity/protocols/oauth2/service-account: an assertion lives an hour at most.
      config: {
        algorithm: 'RS256',
        keyField: 'privateKey',
        claims: {
          iss: '{credentials.clientEmail}',
          scope: `${fullScope} ${emailScope}`,
          aud: 'https://oauth2.googleapis.com/token',
        },
        ttlSeconds: 3600,
        exchange: {
          tokenUrl: 'https://oauth2.googleapis.com/token',
          params: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: '{assertion}' },
        },
      },
    },
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with Google',
      description: 'Acts as the person who signs in, with the roles that person has in the project.',
      setup: [
        'Press Connect, sign in with an account that has roles in the project, and allow everything that is asked for.',
      ],
      // https://developers.google.com/identity/protocols/oauth2/web-server
      config: {
        authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
        tokenUrl: 'https://oauth2.googleapis.com/token',
        revokeUrl: 'https://oauth2.googleapis.com/revoke',
        scopes: [fullScope, emailScope],
        clientAuthMethod: 'body',
        // A refresh token is given for offline access only, and after the first time only where people consent again.
        authorizeParams: { access_type: 'offline', prompt: 'consent' },
        // A refresh gives no new refresh token: the first one stays.
        refresh: {},
        clientIdEnvVar: 'GOOGLE_CLOUD_CLIENT_ID',
        clientSecretEnvVar: 'GOOGLE_CLOUD_CLIENT_SECRET',
        setupInstructions:
          'Open APIs & Services, OAuth consent screen, and enter a name; Internal is enough for your own organization. An external app has to be published: while it is in testing, every access ends after seven days.\nOpen Credentials, Create credentials, OAuth client ID, choose Web application and enter the callback URL as Authorized redirect URI.\nCopy the Client ID and the Client secret.',
        createAppUrl: 'https://console.cloud.google.com/apis/credentials',
      },
    },
  ],

  http: {
    baseUrl: 'https://www.googleapis.com',
    errorMessage: 'error.message',
  },

  errors: [
    {
      body: "error.details[?reason == 'SERVICE_DISABLED'] | [0].reason == 'SERVICE_DISABLED'",
      class: 'permission',
      message: 'The API is not enabled in the project. Enable it in the console, and wait a few minutes.',
    },
    {
      body: "error.status == 'UNAUTHENTICATED'",
      class: 'auth_invalid',
      message: 'Google Cloud refused the token: the access was ended, or the account or its key disabled or deleted.',
    },
    {
      body: "error.details[?reason == 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'] | [0].reason == 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'",
      class: 'permission',
      message: 'The sign-in was not allowed to do this. Sign in again and allow everything that is asked for.',
    },
    {
      body: "error.status == 'PERMISSION_DENIED'",
      class: 'permission',
      message:
        'The account lacks a role for this, or there is no such project. Check the project ID and the roles in IAM.',
    },
    {
      body: "error.status == 'NOT_FOUND'",
      class: 'not_found',
      message: 'Google Cloud has no such thing in this project and location. Check the names.',
    },
    {
      body: "error.status == 'RESOURCE_EXHAUSTED'",
      class: 'rate_limited',
      message: 'Google Cloud is limiting requests, or a quota of the project is used up. It goes on by itself.',
    },
  ],

  operations: {
    getIdentity: {
      description: 'Read whose credentials these are.',
      request: 'GET /oauth2/v2/userinfo',
      safety: 'read',
      scopes: [emailScope],
    },
    listRepositories: {
      description: 'List the repositories of Artifact Registry in a location.',
      request: 'GET /v1/projects/{settings.project}/locations/{location}/repositories',
      baseUrl: 'https://artifactregistry.googleapis.com',
      safety: 'read',
      scopes: [fullScope],
      input: location,
      items: 'repositories',
      paginate: largePages,
      example,
    },
    listDockerImages: {
      description: 'List the container images of a repository.',
      request: 'GET /v1/projects/{settings.project}/locations/{location}/repositories/{repository}/dockerImages',
      baseUrl: 'https://artifactregistry.googleapis.com',
      safety: 'read',
      scopes: [fullScope],
      input: { ...location, repository: field.text({ label: 'Repository', placeholder: 'app', required: true }) },
      items: 'dockerImages',
      paginate: largePages,
      example: { ...example, repository: 'app' },
    },
    listBuilds: {
      description: 'List the builds of Cloud Build in a location, newest first.',
      request: 'GET /v1/projects/{settings.project}/locations/{location}/builds',
      baseUrl: 'https://cloudbuild.googleapis.com',
      safety: 'read',
      scopes: [fullScope],
      input: {
        ...buildLocation,
        filter: field.text({ label: 'Filter', placeholder: 'status="FAILURE"' }),
      },
      query: { filter: '{input.filter}' },
      items: 'builds',
      // Steps and substitutions hold whatever people wrote into them.
      result:
        '{id: id, name: name, status: status, statusDetail: statusDetail, buildTriggerId: buildTriggerId, createTime: createTime, startTime: startTime, finishTime: finishTime, images: images, tags: tags, logUrl: logUrl}',
      paginate: pages,
      example,
    },
    getBuild: {
      description: 'Read one build.',
      request: 'GET /v1/projects/{settings.project}/locations/{location}/builds/{buildId}',
      baseUrl: 'https://cloudbuild.googleapis.com',
      safety: 'read',
      scopes: [fullScope],
      input: { ...buildLocation, buildId: field.text({ label: 'Build ID', required: true }) },
      result:
        '{id: id, name: name, status: status, statusDetail: statusDetail, buildTriggerId: buildTriggerId, createTime: createTime, startTime: startTime, finishTime: finishTime, images: images, tags: tags, logUrl: logUrl, failureInfo: failureInfo}',
      example: { ...example, buildId: '3f4b6c1e-0a53-4f4e-9d8f-0c6a7d1f2b11' },
    },
    listServices: {
      description: 'List the services of Cloud Run in a region.',
      request: 'GET /v2/projects/{settings.project}/locations/{location}/services',
      baseUrl: 'https://run.googleapis.com',
      safety: 'read',
      scopes: [fullScope],
      input: location,
      items: 'services',
      // The template of a service holds its environment variables.
      result:
        '{name: name, uid: uid, description: description, uri: uri, ingress: ingress, createTime: createTime, updateTime: updateTime, lastModifier: lastModifier, latestReadyRevision: latestReadyRevision, latestCreatedRevision: latestCreatedRevision, state: terminalCondition.state, images: template.containers[].image}',
      paginate: pages,
      example,
    },
    listClusters: {
      description: 'List the clusters of Kubernetes Engine in a location or in all of them.',
      request: 'GET /v1/projects/{settings.project}/locations/{location}/clusters',
      baseUrl: 'https://container.googleapis.com',
      safety: 'read',
      scopes: [fullScope],
      input: locationOrAll,
      items: 'clusters',
      // The masterAuth of a cluster may hold a password and a key.
      result:
        '{id: id, name: name, location: location, selfLink: selfLink, status: status, statusMessage: statusMessage, version: currentMasterVersion, nodes: currentNodeCount, autopilot: autopilot.enabled, createTime: createTime}',
      example,
    },
    listFunctions: {
      description: 'List the functions of Cloud Functions in a region or in all of them.',
      request: 'GET /v2/projects/{settings.project}/locations/{location}/functions',
      baseUrl: 'https://cloudfunctions.googleapis.com',
      safety: 'read',
      scopes: [fullScope],
      input: locationOrAll,
      items: 'functions',
      // The configuration of a function holds its environment variables.
      result:
        '{name: name, description: description, state: state, environment: environment, runtime: buildConfig.runtime, entryPoint: buildConfig.entryPoint, url: url, updateTime: updateTime}',
      paginate: largePages,
      example,
    },
  },

  test: { operation: 'getIdentity', account: { id: 'id', label: 'email || id' } },

  resources: {
    repositories: {
      operation: 'listRepositories',
      input: { location: '{settings.location}' },
      item: `{id: name, name: ${shortName}}`,
      aliases: ['repository', 'repos'],
    },
    services: {
      operation: 'listServices',
      input: { location: '{settings.location}' },
      item: `{id: name, name: ${shortName}, url: uri}`,
      aliases: ['service'],
    },
    clusters: {
      operation: 'listClusters',
      input: { location: '{settings.location}' },
      item: '{id: selfLink, name: name}',
      aliases: ['cluster'],
    },
    functions: {
      operation: 'listFunctions',
      input: { location: '{settings.location}' },
      item: `{id: name, name: ${shortName}, url: url}`,
      aliases: ['function'],
    },
  },
});
