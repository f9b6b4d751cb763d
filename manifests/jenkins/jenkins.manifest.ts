import { defineManifest, field } from '@patchbay/schema';

const job = {
  job: field.text({
    label: 'Job',
    help: 'Its name; inside folders with /job/ between the names: team/job/app.',
    placeholder: 'team/job/app',
    required: true,
  }),
};
const build = { ...job, number: field.integer({ label: 'Build number', min: 1, required: true }) };
const example = { job: 'team/job/app' };
const exampleBuild = { ...example, number: 42 };
const remoteApi = 'https://www.jenkins.io/doc/book/using/remote-access-api/';
// Folders are part of the path: what callers name team/app is /job/team/job/app.
const path = "join('/job/', split(project, '/'))";
const branchIsJob = 'What a job builds stands in the job; in a multibranch project each branch is a job of its own.';
const nameBranch = 'Leave it out and name that job in project, such as team/app/main.';
const conclusions =
  '`{"SUCCESS": "success", "UNSTABLE": "failure", "FAILURE": "failure", "NOT_BUILT": "skipped", "ABORTED": "cancelled"}`';
const queued =
  "let $location = headers.location || '' in {id: split($location, '/queue/item/')[1] && trim(split($location, '/queue/item/')[1], '/') || null, url: $location || null}";

export const manifest = defineManifest({
  schema: 1,
  id: 'jenkins',
  version: '1.1.0',
  name: 'Jenkins',
  description: 'Jobs, builds, console logs and the queue of a Jenkins server.',
  category: 'Development',
  tags: ['ci', 'builds', 'pipelines', 'self-hosted'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://www.jenkins.io',
    documentation: 'https://www.jenkins.io/doc/',
    apiReference: remoteApi,
  },
  capabilities: ['sync', 'write', 'discovery', 'health'],
  setup: ['Have the address of your Jenkins server ready.', 'Make an API token for the user that connects.'],

  settings: {
    baseUrl: field.url({
      label: 'Server URL',
      help: 'As in the address bar, with the path Jenkins lives under, if any.',
      placeholder: 'https://jenkins.example.com',
      required: true,
    }),
  },
  hosts: ['{settings.baseUrl}'],

  auth: [
    {
      id: 'token',
      type: 'basic',
      label: 'User name and API token',
      description: 'It may do what the user may do.',
      fields: {
        username: field.text({ label: 'User name', help: 'The user ID Jenkins shows.', required: true }),
        password: field.secret({ label: 'API token', required: true }),
      },
      createUrl: '{settings.baseUrl}/me/security',
      setup: [
        'Sign in as the user that connects and open its menu, Security; on older servers, Configure.',
        'Add a token under API Token and copy the API token; Jenkins shows it once.',
        'Enter the user name (the user ID) and the API token here.',
      ],
    },
  ],

  http: {
    baseUrl: '{settings.baseUrl}',
    // API tokens need no crumb, passwords do; a server without CSRF protection has no issuer.
    preflight: {
      request: 'GET /crumbIssuer/api/json',
      extract: { crumb: { body: 'crumb' } },
      headers: { 'Jenkins-Crumb': '{preflight.crumb}' },
      optionalWhen: [404],
      keepCookies: true,
    },
  },

  errors: [
    {
      status: 401,
      class: 'auth_invalid',
      message: 'Jenkins refused the user name or the API token. Make a new API token and enter both here.',
    },
    {
      status: 403,
      class: 'permission',
      message: 'The user may not do this. Give it the permission in Jenkins, such as Job/Read or Job/Build.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'Jenkins has no such thing, or the user may not see it. Check the job, with its folders.',
    },
  ],

  operations: {
    getUser: {
      description: 'Read whose credentials these are.',
      // Unlike whoAmI, which everybody may call, this needs Overall/Read, as everything else does.
      request: 'GET /me/api/json',
      safety: 'read',
      scopes: ['Overall/Read'],
      query: { tree: 'id,fullName' },
      source: 'https://www.jenkins.io/doc/book/security/access-control/permissions/',
    },
    listJobs: {
      description: 'List the jobs and folders at the top of the server.',
      request: 'GET /api/json',
      safety: 'read',
      scopes: ['Overall/Read', 'Job/Read'],
      query: { tree: 'jobs[name,fullName,url,color,description]' },
      items: 'jobs',
    },
    listFolderJobs: {
      description: 'List the jobs in a folder, or the branches of a multibranch project.',
      request: 'GET /job/{+job}/api/json',
      safety: 'read',
      scopes: ['Job/Read'],
      input: job,
      query: { tree: 'jobs[name,fullName,url,color,description]' },
      items: 'jobs',
      example: { job: 'team' },
    },
    getJob: {
      description: 'Read one job.',
      request: 'GET /job/{+job}/api/json',
      safety: 'read',
      scopes: ['Job/Read'],
      input: job,
      example,
    },
    listBuilds: {
      description: 'List the latest builds of a job, newest first; 100 at most.',
      request: 'GET /job/{+job}/api/json',
      safety: 'read',
      scopes: ['Job/Read'],
      input: job,
      query: { tree: 'builds[number,url,result,building,timestamp,duration,displayName]' },
      items: 'builds',
      example,
    },
    getBuild: {
      description: 'Read one build.',
      request: 'GET /job/{+job}/{number}/api/json',
      safety: 'read',
      scopes: ['Job/Read'],
      input: build,
      example: exampleBuild,
    },
    getLastBuild: {
      description: 'Read the last build of a job.',
      request: 'GET /job/{+job}/lastBuild/api/json',
      safety: 'read',
      scopes: ['Job/Read'],
      input: job,
      example,
    },
    listArtifacts: {
      description: 'List the artifacts of a build.',
      request: 'GET /job/{+job}/{number}/api/json',
      safety: 'read',
      scopes: ['Job/Read'],
      input: build,
      query: { tree: 'url,artifacts[fileName,relativePath]' },
      source: remoteApi,
      example: exampleBuild,
    },
    readBuildLog: {
      description: 'Read the console log of a build.',
      request: 'GET /job/{+job}/{number}/consoleText',
      safety: 'read',
      scopes: ['Job/Read'],
      input: build,
      headers: { accept: 'text/plain' },
      response: 'text',
      source: remoteApi,
      example: exampleBuild,
    },
    triggerBuild: {
      description: 'Start a build of a job without parameters.',
      request: 'POST /job/{+job}/build',
      safety: 'write',
      scopes: ['Job/Build'],
      input: job,
      response: 'none',
      resultFrom: 'response',
      result: queued,
      example,
    },
    triggerParameterizedBuild: {
      description: 'Start a build of a job with parameters.',
      request: 'POST /job/{+job}/buildWithParameters',
      safety: 'write',
      scopes: ['Job/Build'],
      input: { ...job, parameters: field.json({ label: 'Parameters', help: 'Names and values.', required: true }) },
      bodyType: 'form',
      body: '{input.parameters}',
      response: 'none',
      resultFrom: 'response',
      result: queued,
      example: { ...example, parameters: { BRANCH: 'main' } },
    },
    stopBuild: {
      description: 'Stop a running build.',
      request: 'POST /job/{+job}/{number}/stop',
      safety: 'destructive',
      scopes: ['Job/Cancel'],
      input: build,
      response: 'none',
      example: exampleBuild,
    },
    getQueueItem: {
      description: 'Read one item of the queue; it names the build once there is one.',
      request: 'GET /queue/item/{number}/api/json',
      safety: 'read',
      scopes: ['Job/Read'],
      input: { number: field.integer({ label: 'Queue item', min: 1, required: true }) },
      example: { number: 42 },
    },
  },

  test: { operation: 'getUser', account: { id: 'id', label: 'fullName || id' } },

  resources: {
    jobs: {
      operation: 'listJobs',
      item: '{id: fullName || name, name: fullName || name, url: url}',
      aliases: ['job', 'pipelines', 'pipeline'],
    },
  },

  syncs: {
    jobs: {
      description: 'Every job and folder at the top of the server.',
      operation: 'listJobs',
      model: 'pipeline',
      mode: 'full',
      schedule: '0 * * * *',
      record: '{id: fullName || name, name: fullName || name, url: url}',
      deletes: 'absent',
    },
  },

  implements: {
    'ci.trigger': {
      steps: [
        {
          operation: 'triggerBuild',
          when: '!(items(input.variables || `{}`))',
          input: `{job: input | ${path}}`,
          as: 'plain',
        },
        {
          operation: 'triggerParameterizedBuild',
          when: 'items(input.variables || `{}`)',
          input: `{job: input | ${path}, parameters: input.variables}`,
          as: 'parameterized',
        },
      ],
      output: 'not_null(steps.plain, steps.parameterized)',
      notTaken: {
        pipeline: {
          reason: 'A job is one pipeline.',
          instead: 'Leave it out and name the job in project, with its folders: team/app.',
        },
        ref: { reason: branchIsJob, instead: `${nameBranch} A job with a parameter for it takes it in variables.` },
      },
    },
    'ci.runs': {
      steps: [{ operation: 'listBuilds', input: `{job: input | ${path}}`, as: 'builds' }],
      // A build that runs on after its result is known has not ended.
      output: `let $asked = input in steps.builds[].[let $result = result, $ended = !(building) in {id: to_string(number), name: displayName, status: building && 'in_progress' || 'completed', conclusion: $ended && ((items(${conclusions})[?[0] == $result] | [0][1]) || 'unknown') || null, url: url, startedAt: epoch_ms_to_iso(timestamp), finishedAt: $ended && epoch_ms_to_iso(timestamp + duration) || null}][] | [?(!($asked.status) || status == $asked.status) && (!($asked.conclusion) || conclusion == $asked.conclusion)]`,
      notTaken: { ref: { reason: branchIsJob, instead: nameBranch } },
    },
    'ci.logs': {
      operation: 'readBuildLog',
      input: `{job: ${path}, number: to_number(runId)}`,
      output: '{text: @}',
      notTaken: {
        jobId: { reason: 'A build has one log.', instead: 'Leave it out; runId is the number of the build.' },
      },
    },
    'ci.artifacts': {
      operation: 'listArtifacts',
      input: `{job: ${path}, number: to_number(runId)}`,
      output:
        "let $build = @ in (artifacts || `[]`)[].{id: relativePath, name: relativePath, url: join('', [$build.url, 'artifact/', replace(replace(replace(replace(relativePath, '%', '%25'), ' ', '%20'), '#', '%23'), '?', '%3F')])}",
    },
  },
});
