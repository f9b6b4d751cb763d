import { defineManifest, field } from '@patchbay/schema';

const project = { project: field.text({ label: 'Build project', placeholder: 'app-build', required: true }) };
const pipeline = { pipeline: field.text({ label: 'Pipeline', placeholder: 'app-release', required: true }) };
const repository = { repository: field.text({ label: 'Repository', placeholder: 'team/app', required: true }) };
const pages = {
  type: 'cursor',
  from: { body: 'nextToken' },
  to: { body: 'nextToken' },
  size: { param: 'maxResults', value: 100, max: 1000, in: 'body' },
} as const;
const tokenPages = { type: 'cursor', from: { body: 'nextToken' }, to: { body: 'nextToken' } } as const;
// Every call of these APIs is a POST; the target or the action says which.
const retry = { reason: 'It only reads, although it is a POST.' };
const codeBuild = { baseUrl: 'https://codebuild.{settings.region}.amazonaws.com', signing: { service: 'codebuild' } };
const codePipeline = {
  baseUrl: 'https://codepipeline.{settings.region}.amazonaws.com',
  signing: { service: 'codepipeline' },
};
// The code of an error stands in XML of the query protocol, or in JSON, there sometimes behind a name and a #.
const errorCode = "ErrorResponse.Error.Code || split(__type || '', '#')[-1]";
const keys = {
  accessKeyId: field.text({ label: 'Access key ID', required: true }),
  secretAccessKey: field.secret({ label: 'Secret access key', required: true }),
};

export const manifest = defineManifest({
  schema: 1,
  id: 'aws',
  version: '1.1.1',
  name: 'Amazon Web Services',
  description:
    'Repositories and images of Amazon ECR, CodeBuild builds and CodePipeline runs of an AWS account and region.',
  category: 'Cloud',
  tags: ['ecr', 'containers', 'registry', 'images', 'codebuild', 'codepipeline', 'ci'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://aws.amazon.com',
    documentation: 'https://docs.aws.amazon.com',
    apiReference: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/',
    status: 'https://health.aws.amazon.com/health/status',
  },
  capabilities: ['discovery', 'health'],

  settings: {
    region: field.text({
      label: 'Region',
      placeholder: 'eu-west-1',
      pattern: '[a-z]{2}(-[a-z]+)+-[0-9]',
      patternMessage: 'Write the code of the region, such as eu-west-1.',
      required: true,
    }),
  },
  hosts: [
    'api.ecr.{settings.region}.amazonaws.com',
    'sts.{settings.region}.amazonaws.com',
    'codebuild.{settings.region}.amazonaws.com',
    'codepipeline.{settings.region}.amazonaws.com',
  ],

  auth: [
    {
      id: 'role',
      type: 'aws_sigv4',
      label: 'Role, assumed with access keys',
      description: 'The keys may do nothing but assume the role; the role says what is allowed.',
      fields: {
        ...keys,
        roleArn: field.text({
          label: 'Role ARN',
          placeholder: 'arn:aws:iam::123456789012:role/reader',
          required: true,
        }),
        externalId: field.text({ label: 'External ID', help: 'When the trust policy of the role asks for one.' }),
      },
      setup: [
        'Make a role in IAM that trusts the account of the keys, with an external ID as condition, and copy the role ARN.',
        'Allow the role what you want to read: ecr:DescribeRegistry, ecr:DescribeRepositories, ecr:DescribeImages; codebuild:ListProjects, codebuild:ListBuildsForProject, codebuild:BatchGetBuilds; codepipeline:ListPipelines, codepipeline:ListPipelineExecutions.',
        'Make an access key for a user that may sts:AssumeRole on it; copy the access key ID and the secret access key.',
      ],
      config: {
        service: 'ecr',
        region: '{settings.region}',
        assumeRole: { stsUrl: 'https://sts.{settings.region}.amazonaws.com/' },
      },
    },
    {
      id: 'keys',
      type: 'aws_sigv4',
      label: 'Access keys',
      description: 'Long-lived keys of an IAM user, or short-lived ones with a session token.',
      fields: { ...keys, sessionToken: field.secret({ label: 'Session token', help: 'For short-lived keys only.' }) },
      setup: [
        'Allow an IAM user what you want to read: ecr:DescribeRegistry, ecr:DescribeRepositories, ecr:DescribeImages; codebuild:ListProjects, codebuild:ListBuildsForProject, codebuild:BatchGetBuilds; codepipeline:ListPipelines, codepipeline:ListPipelineExecutions.',
        'Make an access key for it; copy the access key ID and the secret access key, which is shown once.',
      ],
      config: { service: 'ecr', region: '{settings.region}' },
    },
  ],

  http: {
    baseUrl: 'https://api.ecr.{settings.region}.amazonaws.com',
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    errorMessage: 'ErrorResponse.Error.Message || message || Message',
  },

  // https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html and the errors of each action.
  errors: [
    {
      body: `contains(['UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidSignatureException', 'SignatureDoesNotMatch', 'IncompleteSignature', 'IncompleteSignatureException', 'MissingAuthenticationToken', 'MissingAuthenticationTokenException'], ${errorCode})`,
      class: 'auth_invalid',
      message: 'AWS refused the access keys: they are wrong, inactive or deleted.',
    },
    {
      body: `contains(['ExpiredToken', 'ExpiredTokenException'], ${errorCode})`,
      class: 'auth_expired',
      message: 'The session token of the access keys has expired. Enter new temporary keys.',
    },
    {
      body: `contains(['AccessDenied', 'AccessDeniedException', 'NotAuthorized', 'UnauthorizedOperation'], ${errorCode})`,
      class: 'permission',
      message: 'The policy of the user or role does not allow this. Allow the action in IAM.',
    },
    {
      body: `contains(['OptInRequired', 'RegionDisabledException'], ${errorCode})`,
      class: 'permission',
      message:
        'The account is not signed up for the service, or the region is switched off. Change that in the console.',
    },
    {
      body: `contains(['RepositoryNotFoundException', 'ResourceNotFoundException', 'PipelineNotFoundException'], ${errorCode})`,
      class: 'not_found',
      message: 'There is no such thing in this account and region.',
    },
    {
      body: `contains(['Throttling', 'ThrottlingException', 'ThrottledException', 'RequestLimitExceeded', 'TooManyRequestsException'], ${errorCode})`,
      class: 'rate_limited',
    },
  ],

  operations: {
    getCallerIdentity: {
      description: 'Read whose credentials these are. Every user and role may.',
      request: 'POST /',
      baseUrl: 'https://sts.{settings.region}.amazonaws.com',
      signing: { service: 'sts' },
      safety: 'read',
      scopes: [],
      retry,
      headers: { accept: 'text/xml', 'content-type': 'application/x-www-form-urlencoded' },
      bodyType: 'form',
      body: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      response: 'xml',
      result: 'GetCallerIdentityResponse.GetCallerIdentityResult.{account: Account, arn: Arn, userId: UserId}',
    },
    getRegistry: {
      description: 'Read whose registry this is; its ID is the account.',
      request: 'POST /',
      safety: 'read',
      retry,
      scopes: ['ecr:DescribeRegistry'],
      headers: { 'X-Amz-Target': 'AmazonEC2ContainerRegistry_V20150921.DescribeRegistry' },
      body: {},
    },
    listRepositories: {
      description: 'List the repositories of the registry.',
      request: 'POST /',
      safety: 'read',
      retry,
      scopes: ['ecr:DescribeRepositories'],
      headers: { 'X-Amz-Target': 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories' },
      body: {},
      items: 'repositories',
      paginate: pages,
    },
    listImages: {
      description: 'List the images of a repository.',
      request: 'POST /',
      safety: 'read',
      retry,
      scopes: ['ecr:DescribeImages'],
      input: repository,
      headers: { 'X-Amz-Target': 'AmazonEC2ContainerRegistry_V20150921.DescribeImages' },
      body: { repositoryName: '{input.repository}' },
      items: 'imageDetails',
      paginate: pages,
      example: { repository: 'team/app' },
    },
    listBuildProjects: {
      description: 'List the names of the build projects of CodeBuild.',
      ...codeBuild,
      request: 'POST /',
      safety: 'read',
      retry,
      scopes: ['codebuild:ListProjects'],
      headers: { 'X-Amz-Target': 'CodeBuild_20161006.ListProjects' },
      body: {},
      items: 'projects',
      paginate: tokenPages,
    },
    listBuildIds: {
      description: 'List the IDs of the builds of a project, newest first.',
      ...codeBuild,
      request: 'POST /',
      safety: 'read',
      retry,
      scopes: ['codebuild:ListBuildsForProject'],
      input: project,
      headers: { 'X-Amz-Target': 'CodeBuild_20161006.ListBuildsForProject' },
      body: { projectName: '{input.project}' },
      items: 'ids',
      paginate: tokenPages,
      example: { project: 'app-build' },
    },
    getBuilds: {
      description: 'Read up to 100 builds by their IDs. Unknown IDs are left out.',
      ...codeBuild,
      request: 'POST /',
      safety: 'read',
      retry,
      scopes: ['codebuild:BatchGetBuilds'],
      input: {
        ids: field.json({ label: 'Build IDs', help: 'A list, such as ["app-build:1"].', required: true }),
      },
      headers: { 'X-Amz-Target': 'CodeBuild_20161006.BatchGetBuilds' },
      body: { ids: '{input.ids}' },
      items: 'builds',
      // The environment of a build may hold passwords.
      result:
        '{id: id, arn: arn, number: buildNumber, project: projectName, status: buildStatus, phase: currentPhase, isComplete: buildComplete, initiator: initiator, sourceVersion: sourceVersion, sha: resolvedSourceVersion, startedAt: epoch_to_iso(startTime), finishedAt: epoch_to_iso(endTime), logUrl: logs.deepLink}',
      example: { ids: ['app-build:3f4b6c1e-0a53-4f4e-9d8f-0c6a7d1f2b11'] },
    },
    listPipelines: {
      description: 'List the pipelines of CodePipeline.',
      ...codePipeline,
      request: 'POST /',
      safety: 'read',
      retry,
      scopes: ['codepipeline:ListPipelines'],
      headers: { 'X-Amz-Target': 'CodePipeline_20150709.ListPipelines' },
      body: {},
      items: 'pipelines',
      result:
        '{name: name, version: version, type: pipelineType, createdAt: epoch_to_iso(created), updatedAt: epoch_to_iso(updated)}',
      paginate: pages,
    },
    listPipelineExecutions: {
      description: 'List the executions of a pipeline, newest first.',
      ...codePipeline,
      request: 'POST /',
      safety: 'read',
      retry,
      scopes: ['codepipeline:ListPipelineExecutions'],
      input: pipeline,
      headers: { 'X-Amz-Target': 'CodePipeline_20150709.ListPipelineExecutions' },
      body: { pipelineName: '{input.pipeline}' },
      items: 'pipelineExecutionSummaries',
      result:
        '{id: pipelineExecutionId, status: status, summary: statusSummary, trigger: trigger.triggerType, sourceRevisions: sourceRevisions, startedAt: epoch_to_iso(startTime), updatedAt: epoch_to_iso(lastUpdateTime)}',
      paginate: { ...tokenPages, size: { param: 'maxResults', value: 100, max: 100, in: 'body' } },
      example: { pipeline: 'app-release' },
    },
  },

  test: {
    operation: 'getCallerIdentity',
    account: {
      id: 'GetCallerIdentityResponse.GetCallerIdentityResult.Account',
      label: 'GetCallerIdentityResponse.GetCallerIdentityResult.Arn',
    },
  },

  resources: {
    repositories: {
      operation: 'listRepositories',
      item: '{id: repositoryArn, name: repositoryName}',
      aliases: ['repository', 'repos'],
    },
    buildProjects: { operation: 'listBuildProjects', item: '{id: @, name: @}', aliases: ['projects'] },
    pipelines: { operation: 'listPipelines', item: '{id: name, name: name}', aliases: ['pipeline'] },
  },
});
