import { defineManifest, field } from '@patchbay/schema';

const repository = { repository: field.text({ label: 'Repository', placeholder: 'team/app', required: true }) };
const pages = {
  type: 'cursor',
  from: { body: 'nextToken' },
  to: { body: 'nextToken' },
  size: { param: 'maxResults', value: 100, max: 1000, in: 'body' },
} as const;
// Every call of the API is a POST; the target says which.
const retry = { reason: 'A Describe call only reads.' };
const keys = {
  accessKeyId: field.text({ label: 'Access key ID', required: true }),
  secretAccessKey: field.secret({ label: 'Secret access key', required: true }),
};

export const manifest = defineManifest({
  schema: 1,
  id: 'aws',
  version: '1.0.0',
  name: 'Amazon Web Services',
  description: 'Repositories and images of the Amazon ECR registry of an AWS account and region.',
  category: 'Cloud',
  tags: ['ecr', 'containers', 'registry', 'images'],
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
  hosts: ['api.ecr.{settings.region}.amazonaws.com', 'sts.{settings.region}.amazonaws.com'],

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
        'Allow the role ecr:DescribeRegistry, ecr:DescribeRepositories and ecr:DescribeImages.',
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
        'Allow an IAM user ecr:DescribeRegistry, ecr:DescribeRepositories and ecr:DescribeImages.',
        'Make an access key for it; copy the access key ID and the secret access key, which is shown once.',
      ],
      config: { service: 'ecr', region: '{settings.region}' },
    },
  ],

  http: {
    baseUrl: 'https://api.ecr.{settings.region}.amazonaws.com',
    headers: { accept: 'application/json', 'content-type': 'application/x-amz-json-1.1' },
    errorMessage: 'message || Message',
  },

  errors: [
    {
      body: "contains(['UnrecognizedClientException', 'InvalidSignatureException', 'InvalidClientTokenId'], __type)",
      class: 'auth_invalid',
      message: 'AWS refused the access keys: they are wrong, inactive or deleted.',
    },
    {
      body: "__type == 'AccessDeniedException'",
      class: 'permission',
      message: 'The policy of the user or role does not allow this. Allow the action in IAM.',
    },
    {
      body: "contains(__type || '', 'RepositoryNotFoundException')",
      class: 'not_found',
      message: 'The registry of this account and region has no such repository.',
    },
    { body: "__type == 'ThrottlingException'", class: 'rate_limited' },
  ],

  operations: {
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
  },

  test: { operation: 'getRegistry', account: { id: 'registryId', label: 'registryId' } },

  resources: {
    repositories: {
      operation: 'listRepositories',
      item: '{id: repositoryArn, name: repositoryName}',
      aliases: ['repository', 'repos'],
    },
  },
});
