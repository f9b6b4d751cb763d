import { Agent, request } from 'undici';
import { createImage, manifestMediaType } from './image.ts';

export interface RegistryClient {
  /** Pushes a small image as docker would: blobs, then the manifest. Answers with the manifest's digest. */
  pushImage(name: string, tag: string): Promise<string>;
  /** Deletes a tag's manifest, and with it the tag. */
  deleteImage(name: string, digest: string): Promise<void>;
  /** Every repository of the catalog, over as many pages as it takes. */
  listRepositories(): Promise<string[]>;
  /** The tags of a repository, in order. */
  listTags(name: string): Promise<string[]>;
  close(): Promise<void>;
}

export interface RegistryClientOptions {
  url: () => string;
  /** The certificate to trust, when the registry speaks TLS. */
  caPem: string | null;
  /** The Authorization header for what is about to be done. */
  authorize(type: 'repository' | 'registry', name: string): Promise<string | null>;
}

/** Speaks to the registry the way the tests' truth is made: over its own API, with none of the product's code. */
export function createRegistryClient({ url, caPem, authorize }: RegistryClientOptions): RegistryClient {
  const agent = new Agent(caPem ? { connect: { ca: caPem } } : {});

  async function send(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    target: string,
    scope: ['repository' | 'registry', string],
    options: { body?: Buffer; contentType?: string; expect: number[] },
  ) {
    const authorization = await authorize(...scope);
    const response = await request(new URL(target, url()), {
      method,
      dispatcher: agent,
      headers: {
        ...(authorization ? { authorization } : {}),
        ...(options.contentType ? { 'content-type': options.contentType } : {}),
      },
      body: options.body ?? null,
    });
    const text = await response.body.text();
    if (!options.expect.includes(response.statusCode))
      throw new Error(`The registry answered ${method} ${target} with ${response.statusCode}: ${text}`);
    return { headers: response.headers, text };
  }

  /** Follows the Link header of a list to its end. */
  async function readPages<Page>(first: string, scope: ['repository' | 'registry', string]): Promise<Page[]> {
    const pages: Page[] = [];
    let next: string | undefined = first;
    while (next) {
      const { headers, text } = await send('GET', next, scope, { expect: [200] });
      pages.push(JSON.parse(text) as Page);
      next = /<([^>]+)>;\s*rel="next"/.exec(String(headers.link ?? ''))?.[1];
    }
    return pages;
  }

  return {
    async pushImage(name, tag) {
      const image = createImage(`${name}:${tag}`);
      for (const blob of [image.config, image.layer]) {
        const started = await send('POST', `/v2/${name}/blobs/uploads/`, ['repository', name], { expect: [202] });
        const location = new URL(String(started.headers.location), url());
        location.searchParams.set('digest', blob.digest);
        await send('PUT', location.href, ['repository', name], {
          body: blob.bytes,
          contentType: 'application/octet-stream',
          expect: [201],
        });
      }
      await send('PUT', `/v2/${name}/manifests/${tag}`, ['repository', name], {
        body: image.manifest.bytes,
        contentType: manifestMediaType,
        expect: [201],
      });
      return image.manifest.digest;
    },
    async deleteImage(name, digest) {
      await send('DELETE', `/v2/${name}/manifests/${digest}`, ['repository', name], { expect: [202] });
    },
    async listRepositories() {
      const pages = await readPages<{ repositories: string[] }>('/v2/_catalog?n=100', ['registry', 'catalog']);
      return pages.flatMap((page) => page.repositories);
    },
    async listTags(name) {
      const pages = await readPages<{ tags: string[] | null }>(`/v2/${name}/tags/list`, ['repository', name]);
      return pages.flatMap((page) => page.tags ?? []).sort();
    },
    close: () => agent.close(),
  };
}
