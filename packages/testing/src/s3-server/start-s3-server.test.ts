import { createHash } from 'node:crypto';
import { request } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { type S3Server, startS3Server } from './start-s3-server.ts';
import { type SignedRequest, verifySignature } from './verify-signature.ts';
import { writeXml } from './xml.ts';

const hash = (data: string) => createHash('sha256').update(data).digest('hex');
const rules = {
  region: 'us-east-1',
  now: Date.UTC(2013, 4, 24),
  secretOf: (id: string) => (id === 'AKIAIOSFODNN7EXAMPLE' ? 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' : undefined),
};

interface Example {
  name: string;
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string;
  names: string;
  signature: string;
}

// The examples of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
const examples: Example[] = [
  {
    ...{ name: 'GET object', method: 'GET', url: '/test.txt', headers: { range: 'bytes=0-9' } },
    names: 'host;range;x-amz-content-sha256;x-amz-date',
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    ...{ name: 'PUT object', method: 'PUT', url: '/test%24file.text', body: 'Welcome to Amazon S3.' },
    headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
    names: 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  {
    ...{ name: 'GET bucket lifecycle', method: 'GET', url: '/?lifecycle' },
    names: 'host;x-amz-content-sha256;x-amz-date',
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  },
  {
    ...{ name: 'GET bucket, list objects', method: 'GET', url: '/?max-keys=2&prefix=J' },
    names: 'host;x-amz-content-sha256;x-amz-date',
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
];

function toRequest({ method, url, headers, body = '', names, signature }: Example): SignedRequest {
  const credential = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  return {
    ...{ method, url, body: Buffer.from(body) },
    headers: {
      ...{ ...headers, host: 'examplebucket.s3.amazonaws.com', 'x-amz-date': '20130524T000000Z' },
      'x-amz-content-sha256': hash(body),
      authorization: `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${names},Signature=${signature}`,
    },
  };
}

test.each(examples)('the published signature of $name is good', (example) => {
  const found = verifySignature(toRequest(example), rules);
  expect(found).toEqual({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
});

const [, put] = examples.map(toRequest);
test.each<[string, Partial<SignedRequest>, string]>([
  ['another method', { method: 'POST' }, 'SignatureDoesNotMatch'],
  ['another path', { url: '/test%2524file.text' }, 'SignatureDoesNotMatch'],
  ['a parameter more', { url: '/test%24file.text?acl' }, 'SignatureDoesNotMatch'],
  ['another body', { body: Buffer.from('Welcome to Amazon S4.') }, 'XAmzContentSHA256Mismatch'],
  ['another header', { headers: { ...put?.headers, 'x-amz-storage-class': 'STANDARD' } }, 'SignatureDoesNotMatch'],
  ['a header that is not signed', { headers: { ...put?.headers, 'x-amz-acl': 'private' } }, 'SignatureDoesNotMatch'],
  ['no hash of the body', { headers: { ...put?.headers, 'x-amz-content-sha256': undefined } }, 'InvalidRequest'],
  ['another day', { headers: { ...put?.headers, 'x-amz-date': '20130525T000000Z' } }, 'RequestTimeTooSkewed'],
  ['no signature', { headers: { ...put?.headers, authorization: undefined } }, 'AccessDenied'],
  ['another kind of one', { headers: { ...put?.headers, authorization: 'AWS a:b' } }, 'AuthorizationHeaderMalformed'],
])('%s is refused', (_name, change, code) => {
  const changed = { ...put, ...change } as SignedRequest;
  expect(verifySignature(changed, rules)).toMatchObject({ code });
});

test('another region and unknown keys are refused by name', () => {
  const [get] = examples.map(toRequest);
  if (!get) throw new Error('there is an example');
  expect(verifySignature(get, { ...rules, region: 'eu-west-1' })).toMatchObject({
    ...{ code: 'AuthorizationHeaderMalformed', details: { Region: 'eu-west-1' } },
  });
  expect(verifySignature(get, { ...rules, secretOf: () => undefined })).toMatchObject({ code: 'InvalidAccessKeyId' });
});

let server: S3Server | undefined;
afterEach(() => server?.stop());

test('nobody reads without a signature, and the refusal is XML', async () => {
  server = await startS3Server({ buckets: ['app'] });
  const { statusCode, headers, body } = await request(`${server.url}/app/a?x`);
  expect(statusCode).toBe(403);
  expect(headers['content-type']).toBe('application/xml');
  expect(await body.text()).toContain('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
});

test('keys are written so that XML gives them back', () => {
  expect(writeXml('List', { Key: ['a&b', '<c>"', 'd\r'], None: undefined, Inner: { Flag: true } })).toContain(
    '<Key>a&amp;b</Key><Key>&lt;c&gt;&quot;</Key><Key>d&#13;</Key><Inner><Flag>true</Flag></Inner></List>',
  );
});
