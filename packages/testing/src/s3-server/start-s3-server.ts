// Object storage as its REST API is documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html), with buckets
// in the path and objects in memory: signatures that are really checked, rights, pages, versions. Other calls are refused.
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createCanary } from '../canary/create-canary.ts';
import { type LocalServer, startServer } from '../http-server/start-server.ts';
import { type SignatureRefusal, verifySignature } from './verify-signature.ts';
import { writeXml, type XmlChildren } from './xml.ts';

export interface S3Object {
  content: Buffer;
  contentType: string;
  modifiedAt: Date;
  versionId: string | null;
}

export interface S3Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

export type S3Action = 's3:ListAllMyBuckets' | 's3:ListBucket' | 's3:GetObject' | 's3:PutObject' | 's3:DeleteObject';

export interface S3ServerOptions {
  /** Buckets there are from the start. */
  buckets?: readonly string[];
  /** Default: us-east-1. */
  region?: string;
  /** Objects get the id of a version. Default: false. */
  isVersioned?: boolean;
  /** The most a page holds, whatever was asked for. Default: 1000, as documented. */
  largestPage?: number;
  /** The server's clock, in milliseconds since 1970. Default: that of this machine. */
  now?: () => number;
  /** Any free port when left out. */
  port?: number;
}

export interface S3Server extends S3Keys {
  /** Without a slash at the end. */
  url: string;
  region: string;
  /** Objects by key, by bucket. Change them as you like; the next request sees it. */
  buckets: Map<string, Map<string, S3Object>>;
  /** More access keys; without a list of actions they may do everything. */
  addKeys(actions?: readonly S3Action[]): S3Keys;
  /** The next so many requests are told to slow down. */
  slowDown(requests: number): void;
  requests: LocalServer['requests'];
  stop(): Promise<void>;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

interface Call {
  url: URL;
  bucket: string;
  key: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

const owner = { ID: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a', DisplayName: 'owner' };

/** Starts an object storage on 127.0.0.1. */
export async function startS3Server(options: S3ServerOptions = {}): Promise<S3Server> {
  const { region = 'us-east-1', isVersioned = false, largestPage = 1000, now = Date.now } = options;
  const buckets: S3Server['buckets'] = new Map((options.buckets ?? []).map((name) => [name, new Map()]));
  const keys = new Map<string, { secret: string; actions: readonly S3Action[] | null }>();
  const createdAt = new Date();
  let slowed = 0;

  function addKeys(actions: readonly S3Action[] | null = null): S3Keys {
    const accessKeyId = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const secretAccessKey = createCanary();
    keys.set(accessKeyId, { secret: secretAccessKey, actions });
    return { accessKeyId, secretAccessKey };
  }

  const server = await startServer(
    async (request, response) => {
      const { status, headers = {}, body = '' } = await answer(request);
      response.writeHead(status, {
        ...{
          'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase(),
          'content-length': Buffer.byteLength(body),
        },
        ...(typeof body === 'string' && body !== '' ? { 'content-type': 'application/xml' } : {}),
        ...headers,
      });
      response.end(request.method === 'HEAD' ? '' : body);
    },
    options.port === undefined ? {} : { port: options.port },
  );

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method = '', url: sent = '', headers } = request;
    const body = await readBytes(request);
    if (slowed > 0) {
      slowed -= 1;
      return refuse({ status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' });
    }
    const rules = { region, now: now(), secretOf: (id: string) => keys.get(id)?.secret };
    const signer = verifySignature({ method, url: sent, headers, body }, rules);
    if ('code' in signer) return refuse(signer);
    const url = new URL(sent, 'http://127.0.0.1');
    // The path as it was sent: a URL would fold `//` and dots, which keys may hold.
    const [, bucket = '', ...rest] = (sent.split('?')[0] ?? '').split('/').map(decodeURIComponent);
    const call = { url, bucket, key: rest.join('/'), headers, body };
    const found = find(method, call);
    if (!found) return refuse({ status: 501, code: 'NotImplemented', message: 'This is not implemented here.' });
    const { actions = null } = keys.get(signer.accessKeyId) ?? {};
    if (actions && !actions.includes(found.action))
      return refuse({ status: 403, code: 'AccessDenied', message: 'Access Denied' });
    return found.run(call);
  }

  function find(method: string, { bucket, key, url }: Call): { action: S3Action; run(call: Call): Answer } | null {
    const place = bucket === '' ? 'account' : key === '' ? 'bucket' : 'object';
    switch (`${method} ${place}`) {
      case 'GET account':
        return { action: 's3:ListAllMyBuckets', run: listBuckets };
      case 'GET bucket':
        return url.searchParams.get('list-type') === '2' ? { action: 's3:ListBucket', run: listObjects } : null;
      case 'HEAD bucket':
        return { action: 's3:ListBucket', run: headBucket };
      case 'GET object':
        return { action: 's3:GetObject', run: getObject };
      case 'PUT object':
        return { action: 's3:PutObject', run: putObject };
      case 'DELETE object':
        return { action: 's3:DeleteObject', run: deleteObject };
      default:
        return null;
    }
  }

  function listBuckets({ url }: Call): Answer {
    const { page, next } = cut([...buckets.keys()], url.searchParams.get('max-buckets'), url);
    return xml('ListAllMyBucketsResult', {
      Owner: owner,
      Buckets: { Bucket: page.map((Name) => ({ Name, CreationDate: createdAt.toISOString() })) },
      ContinuationToken: next ?? undefined,
    });
  }

  function listObjects({ bucket, url }: Call): Answer {
    const objects = buckets.get(bucket);
    if (!objects) return noSuchBucket(bucket);
    const prefix = url.searchParams.get('prefix') ?? '';
    const names = [...objects.keys()].filter((key) => key.startsWith(prefix));
    const { page, next } = cut(names, url.searchParams.get('max-keys'), url);
    return xml('ListBucketResult', {
      ...{ Name: bucket, Prefix: prefix, MaxKeys: url.searchParams.get('max-keys') ?? largestPage },
      ...{ KeyCount: page.length, IsTruncated: next !== null },
      ContinuationToken: url.searchParams.get('continuation-token') ?? undefined,
      NextContinuationToken: next ?? undefined,
      Contents: page.map((Key) => {
        const { content = Buffer.alloc(0), modifiedAt = createdAt } = objects.get(Key) ?? {};
        return {
          ...{ Key, LastModified: modifiedAt.toISOString(), ETag: etagOf(content) },
          ...{ Size: content.length, StorageClass: 'STANDARD' },
        };
      }),
    });
  }

  /** The page after the token, in the order of the bytes of their names. */
  function cut(names: string[], size: string | null, url: URL): { page: string[]; next: string | null } {
    const after = Buffer.from(url.searchParams.get('continuation-token') ?? '', 'base64url');
    const sorted = names.map((name) => Buffer.from(name)).sort(Buffer.compare);
    const rest = sorted.filter((name) => after.length === 0 || Buffer.compare(name, after) > 0);
    const page = rest.slice(0, Math.min(Number(size ?? largestPage), largestPage));
    const next = rest.length > page.length ? (page.at(-1)?.toString('base64url') ?? null) : null;
    return { page: page.map((name) => name.toString('utf8')), next };
  }

  function headBucket({ bucket }: Call): Answer {
    return buckets.has(bucket) ? { status: 200, headers: { 'x-amz-bucket-region': region } } : noSuchBucket(bucket);
  }

  function getObject({ bucket, key }: Call): Answer {
    const objects = buckets.get(bucket);
    if (!objects) return noSuchBucket(bucket);
    const object = objects.get(key);
    if (!object)
      return refuse({
        ...{ status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.' },
        details: { Key: key },
      });
    const { content, contentType, modifiedAt } = object;
    return {
      status: 200,
      headers: {
        ...{ 'content-type': contentType, 'last-modified': modifiedAt.toUTCString(), etag: etagOf(content) },
        ...versionOf(object),
      },
      body: content,
    };
  }

  function putObject({ bucket, key, headers, body }: Call): Answer {
    const objects = buckets.get(bucket);
    if (!objects) return noSuchBucket(bucket);
    const object: S3Object = {
      content: body,
      contentType: headers['content-type'] ?? 'binary/octet-stream',
      modifiedAt: new Date(),
      versionId: isVersioned ? randomBytes(16).toString('base64url') : null,
    };
    objects.set(key, object);
    return { status: 200, headers: { etag: etagOf(body), ...versionOf(object) } };
  }

  function deleteObject({ bucket, key }: Call): Answer {
    const objects = buckets.get(bucket);
    if (!objects) return noSuchBucket(bucket);
    // What is not there is deleted as well.
    objects.delete(key);
    return { status: 204 };
  }

  return {
    ...addKeys(),
    ...{ url: server.url, region, buckets, addKeys, requests: server.requests },
    slowDown(requests) {
      slowed = requests;
    },
    stop: () => server.stop(),
  };
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function etagOf(content: Buffer): string {
  return `"${createHash('md5').update(content).digest('hex')}"`;
}

function versionOf({ versionId }: S3Object): Record<string, string> {
  return versionId === null ? {} : { 'x-amz-version-id': versionId };
}

function xml(root: string, children: XmlChildren): Answer {
  return { status: 200, body: writeXml(root, children) };
}

function noSuchBucket(bucket: string): Answer {
  return refuse({
    ...{ status: 404, code: 'NoSuchBucket', message: 'The specified bucket does not exist' },
    details: { BucketName: bucket },
  });
}

function refuse({ status, code, message, details = {} }: SignatureRefusal): Answer {
  return { status, body: writeXml('Error', { Code: code, Message: message, ...details }) };
}
