import { defineManifest, field } from '@patchbay/schema';

const keys = {
  accessKeyId: field.text({ label: 'Access key ID', required: true }),
  secretAccessKey: field.secret({ label: 'Secret access key', required: true }),
  sessionToken: field.secret({ label: 'Session token', help: 'For short-lived keys only.' }),
};
// Object storage signs the path as it is sent.
const signed = { service: 's3', region: '{settings.region}', pathEncoding: 'once' } as const;
const bucket = { bucket: field.text({ label: 'Bucket', placeholder: 'app-artifacts', required: true }) };
const object = {
  ...bucket,
  key: field.text({
    label: 'Key',
    help: 'The name of the object, with slashes where it has some.',
    placeholder: 'reports/2026/summary.txt',
    maxLength: 1_024,
    required: true,
  }),
};
const contentType = {
  contentType: field.text({ label: 'Content type', placeholder: 'application/json' }),
};
// Headers hold the hash of an object in quotes, and lists do as well.
const etag = `headers.etag && trim(headers.etag, '"')`;
const stored = `{etag: ${etag}, versionId: headers."x-amz-version-id"}`;
const found = `contentType: headers."content-type", etag: ${etag}, versionId: headers."x-amz-version-id", lastModified: headers."last-modified"`;

export const manifest = defineManifest({
  schema: 1,
  id: 's3',
  version: '1.1.0',
  name: 'S3 object storage',
  description: 'Buckets and objects of S3-compatible object storage: Amazon S3, MinIO and others.',
  category: 'Infrastructure',
  tags: ['object-storage', 'storage', 'buckets', 'files', 'artifacts', 'amazon', 'minio', 'ceph'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://aws.amazon.com/s3/',
    documentation: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html',
    apiReference: 'https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html',
    status: 'https://health.aws.amazon.com/health/status',
  },
  variants: {
    amazon: {
      label: 'Amazon S3, US East (N. Virginia)',
      settings: { baseUrl: 'https://s3.us-east-1.amazonaws.com', region: 'us-east-1' },
    },
    'amazon-ireland': {
      label: 'Amazon S3, Europe (Ireland)',
      settings: { baseUrl: 'https://s3.eu-west-1.amazonaws.com', region: 'eu-west-1' },
    },
    'amazon-frankfurt': {
      label: 'Amazon S3, Europe (Frankfurt)',
      settings: { baseUrl: 'https://s3.eu-central-1.amazonaws.com', region: 'eu-central-1' },
    },
    server: {
      label: 'Another server',
      description: 'MinIO, Ceph and others: enter the address of the server, and its region where it has one.',
      settings: {},
    },
  },
  capabilities: ['sync', 'write', 'discovery', 'health'],
  setup: [
    'Have the address of the server ready. Of Amazon S3 it is https://s3.<region>.amazonaws.com, with the region of the buckets.',
    'Make access keys for an account that may do no more than it should.',
  ],

  settings: {
    baseUrl: field.url({
      label: 'Server URL',
      help: 'Buckets are called by their path below it. Of Amazon S3: https://s3.eu-west-1.amazonaws.com for that region.',
      placeholder: 'https://minio.example.com',
      default: 'https://s3.us-east-1.amazonaws.com',
      required: true,
    }),
    region: field.text({
      label: 'Region',
      help: 'Requests are signed for it. Servers of your own take us-east-1 unless they were told otherwise.',
      placeholder: 'us-east-1',
      default: 'us-east-1',
      pattern: '[A-Za-z0-9][A-Za-z0-9_-]{0,62}',
      patternMessage: 'Write the code of the region, such as eu-west-1.',
      required: true,
    }),
    bucket: field.text({
      label: 'Bucket',
      help: 'Only for keys of one bucket: the connection is tested with it.',
      placeholder: 'app-artifacts',
    }),
  },
  hosts: ['{settings.baseUrl}'],

  auth: [
    {
      id: 'keys',
      type: 'aws_sigv4',
      label: 'Access keys',
      description: 'Keys that may list the buckets, long-lived or with a session token.',
      fields: keys,
      setup: [
        'Allow a user what you want to do: s3:ListAllMyBuckets, s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject.',
        'Make an access key for it; copy the access key ID and the secret access key, which is shown once.',
      ],
      config: signed,
    },
    {
      id: 'bucket-keys',
      type: 'aws_sigv4',
      label: 'Access keys of one bucket',
      description: 'Keys that may not list the buckets. Enter the bucket in the settings; nothing is discovered.',
      fields: keys,
      setup: [
        'Allow a user s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on its objects as you need them.',
        'Make an access key for it; copy the access key ID and the secret access key, which is shown once.',
      ],
      test: { operation: 'listObjects', input: { bucket: '{settings.bucket}' } },
      config: signed,
    },
  ],

  http: { baseUrl: '{settings.baseUrl}', errorMessage: 'Error.Message' },

  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  errors: [
    {
      body: "contains(['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'InvalidToken', 'InvalidSecurity'], Error.Code)",
      class: 'auth_invalid',
      message: 'The access keys were refused: they are wrong, inactive or deleted.',
    },
    {
      body: "contains(['ExpiredToken', 'TokenRefreshRequired'], Error.Code)",
      class: 'auth_expired',
      message: 'The session token of the access keys has expired. Enter new temporary keys.',
    },
    {
      body: "Error.Code == 'RequestTimeTooSkewed'",
      class: 'validation',
      message: 'The clock of the machine Patchbay runs on is wrong. Set it (NTP), then try again.',
    },
    {
      body: "contains(['AccessDenied', 'AllAccessDisabled', 'AccountProblem', 'NotSignedUp'], Error.Code)",
      class: 'permission',
      message: 'The policy of the user or of the bucket does not allow this. Allow the action there.',
    },
    {
      body: "contains(['AuthorizationHeaderMalformed', 'PermanentRedirect', 'TemporaryRedirect'], Error.Code)",
      class: 'validation',
      message:
        'Server URL and region are not those of the bucket. Enter the region the bucket is in, and the server URL of it.',
    },
    {
      body: "Error.Code == 'NoSuchBucket'",
      class: 'not_found',
      message: 'There is no bucket of this name. Check its spelling, and the server URL.',
    },
    {
      body: "Error.Code == 'NoSuchKey'",
      class: 'not_found',
      message: 'There is no object of this key. Upper and lower case differ, and folders are part of the key.',
    },
    {
      body: "Error.Code == 'InvalidObjectState'",
      class: 'conflict',
      message: 'The object is archived. Restore it before you read it.',
    },
    {
      body: "Error.Code == 'SlowDown'",
      class: 'rate_limited',
      message: 'The storage asks for fewer requests. It goes on by itself.',
    },
  ],

  operations: {
    listBuckets: {
      description: 'List the buckets of the account.',
      request: 'GET /',
      safety: 'read',
      scopes: ['s3:ListAllMyBuckets'],
      response: 'xml',
      items: 'to_array(ListAllMyBucketsResult.Buckets.Bucket || `[]`)',
      result: '{name: Name, region: BucketRegion, createdAt: CreationDate}',
      paginate: {
        type: 'cursor',
        from: { body: 'ListAllMyBucketsResult.ContinuationToken' },
        to: { query: 'continuation-token' },
        size: { param: 'max-buckets', value: 1_000, max: 1_000 },
      },
    },
    headBucket: {
      description: 'See whether a bucket is there and may be used, and in which region it is.',
      request: 'HEAD /{bucket}',
      safety: 'read',
      scopes: ['s3:ListBucket'],
      input: bucket,
      response: 'none',
      resultFrom: 'response',
      result: '{region: headers."x-amz-bucket-region"}',
      example: { bucket: 'app-artifacts' },
    },
    listObjects: {
      description: 'List the objects of a bucket in the order of their keys.',
      request: 'GET /{bucket}',
      safety: 'read',
      scopes: ['s3:ListBucket'],
      input: {
        ...bucket,
        prefix: field.text({
          label: 'Prefix',
          help: 'Only objects whose keys begin so.',
          placeholder: 'reports/2026/',
        }),
      },
      query: { 'list-type': '2', prefix: '{input.prefix}' },
      response: 'xml',
      items: 'to_array(ListBucketResult.Contents || `[]`)',
      result: `{key: Key, size: to_number(Size), etag: ETag && trim(ETag, '"'), lastModified: LastModified, storageClass: StorageClass}`,
      paginate: {
        type: 'cursor',
        from: { body: 'ListBucketResult.NextContinuationToken' },
        to: { query: 'continuation-token' },
        size: { param: 'max-keys', value: 1_000, max: 1_000 },
      },
      example: { bucket: 'app-artifacts', prefix: 'reports/' },
    },
    getObject: {
      description: 'Read an object as text.',
      request: 'GET /{bucket}/{+key}',
      safety: 'read',
      scopes: ['s3:GetObject'],
      input: object,
      response: 'text',
      resultFrom: 'response',
      result: `{content: body, ${found}}`,
      example: { bucket: 'app-artifacts', key: 'reports/2026/summary.txt' },
    },
    getObjectBytes: {
      description: 'Read an object that is no text: its bytes as base64.',
      request: 'GET /{bucket}/{+key}',
      safety: 'read',
      scopes: ['s3:GetObject'],
      input: object,
      response: 'bytes',
      resultFrom: 'response',
      result: `{content: body.base64, size: body.size, ${found}}`,
      example: { bucket: 'app-artifacts', key: 'images/logo.png' },
    },
    putObject: {
      description: 'Store text as an object. One that has this key gets a new version, or is replaced.',
      request: 'PUT /{bucket}/{+key}',
      safety: 'write',
      scopes: ['s3:PutObject'],
      input: {
        ...object,
        content: field.textarea({ label: 'Content', maxLength: 1_000_000, default: '' }),
        ...contentType,
      },
      headers: { 'content-type': '{input.contentType}' },
      bodyType: 'text',
      body: '{input.content}',
      response: 'none',
      resultFrom: 'response',
      result: stored,
      example: { bucket: 'app-artifacts', key: 'reports/2026/summary.txt', content: 'All tests passed.' },
    },
    putObjectBytes: {
      description:
        'Store bytes, given as base64, as an object. One that has this key gets a new version, or is replaced.',
      request: 'PUT /{bucket}/{+key}',
      safety: 'write',
      scopes: ['s3:PutObject'],
      input: {
        ...object,
        content: field.textarea({ label: 'Content as base64', maxLength: 1_000_000, default: '' }),
        ...contentType,
      },
      headers: { 'content-type': '{input.contentType}' },
      bodyType: 'bytes',
      body: '{input.content}',
      response: 'none',
      resultFrom: 'response',
      result: stored,
      example: {
        bucket: 'app-artifacts',
        key: 'reports/2026/summary.txt',
        content: 'QWxsIHRlc3RzIHBhc3NlZC4=',
        contentType: 'text/plain',
      },
    },
    deleteObject: {
      description: 'Delete an object. Where the bucket keeps versions, the earlier ones stay.',
      request: 'DELETE /{bucket}/{+key}',
      safety: 'destructive',
      scopes: ['s3:DeleteObject'],
      input: object,
      response: 'none',
      resultFrom: 'response',
      result: '{versionId: headers."x-amz-version-id"}',
      example: { bucket: 'app-artifacts', key: 'reports/2026/summary.txt' },
    },
  },

  test: {
    operation: 'listBuckets',
    // Amazon no longer tells the name of the owner.
    account: {
      id: 'ListAllMyBucketsResult.Owner.ID',
      label: 'ListAllMyBucketsResult.Owner.DisplayName || ListAllMyBucketsResult.Owner.ID',
    },
  },

  resources: {
    buckets: { operation: 'listBuckets', item: '{id: Name, name: Name}', aliases: ['bucket'] },
  },

  syncs: {
    buckets: {
      description: 'Every bucket of the account.',
      operation: 'listBuckets',
      model: 'resource',
      mode: 'full',
      schedule: '0 * * * *',
      record: "{id: Name, name: Name, type: 'bucket', region: BucketRegion, createdAt: CreationDate}",
      deletes: 'absent',
    },
  },

  implements: {
    'storage.put': {
      steps: [
        {
          operation: 'putObject',
          when: "input.encoding != 'base64'",
          input: 'input.{bucket: bucket, key: key, content: content, contentType: contentType}',
          as: 'put',
        },
        {
          operation: 'putObjectBytes',
          when: "input.encoding == 'base64'",
          input: 'input.{bucket: bucket, key: key, content: content, contentType: contentType}',
          as: 'put',
        },
      ],
      output: '{key: input.key, etag: steps.put.etag, versionId: steps.put.versionId}',
    },
  },
});
