import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reasonToSkipDockerRegistry } from './find-docker-registry.ts';
import { type DockerRegistry, startDockerRegistry } from './start-docker-registry.ts';

const reason = reasonToSkipDockerRegistry();
if (reason) console.warn(reason);

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

async function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  const { statusCode, body } = await request(url, { headers });
  await body.dump();
  return statusCode;
}

test('a missing binary is a reason to skip, but never on CI', () => {
  expect(reasonToSkipDockerRegistry({}, null)).toContain('apt-get install docker-registry');
  expect(reasonToSkipDockerRegistry({ CI: 'true' }, null)).toBeNull();
  expect(reasonToSkipDockerRegistry({}, '/usr/bin/docker-registry')).toBeNull();
});

describe.skipIf(reason !== null)('an open registry', () => {
  let registry: DockerRegistry;
  beforeAll(async () => {
    registry = await startDockerRegistry();
  });
  afterAll(() => registry.close());

  test('takes a pushed image and gives back its manifest by digest', async () => {
    const digest = await registry.pushImage('team/app', 'v1');
    await registry.pushImage('team/app', 'v2');
    expect(await registry.listRepositories()).toEqual(['team/app']);
    expect(await registry.listTags('team/app')).toEqual(['v1', 'v2']);
    const { statusCode, headers, body } = await request(`${registry.url}/v2/team/app/manifests/v1`, {
      headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
    });
    await body.dump();
    expect(statusCode).toBe(200);
    expect(headers['docker-content-digest']).toBe(digest);
    await registry.deleteImage('team/app', digest);
    expect(await registry.listTags('team/app')).toEqual(['v2']);
  });

  test('seeds five hundred repositories that the registry lists over several pages and whose images can be pulled', async () => {
    const names = await registry.seedRepositories(500, { tags: ['latest', 'v1'] });
    expect(new Set(names).size).toBe(500);
    const { headers, body } = await request(`${registry.url}/v2/_catalog?n=100`);
    await body.dump();
    expect(headers.link).toContain('rel="next"');
    expect(await registry.listRepositories()).toEqual(expect.arrayContaining(names));
    expect(await registry.listTags(names[499] ?? '')).toEqual(['latest', 'v1']);
    const accept = 'application/vnd.docker.distribution.manifest.v2+json';
    expect(await statusOf(`${registry.url}/v2/${names[0]}/manifests/v1`, { accept })).toBe(200);
  });

  test('is gone after stop and the same after restart', async () => {
    await registry.stop();
    await expect(statusOf(`${registry.url}/v2/`)).rejects.toThrow('ECONNREFUSED');
    await registry.restart();
    expect(await statusOf(`${registry.url}/v2/team/app/tags/list`)).toBe(200);
  });
});

describe.skipIf(reason !== null)('a registry that asks for a password', () => {
  let registry: DockerRegistry;
  beforeAll(async () => {
    registry = await startDockerRegistry({ auth: 'basic' });
  });
  afterAll(() => registry.close());

  test('refuses nobody and the wrong one, and takes the right one', async () => {
    await registry.pushImage('team/app', 'v1');
    const url = `${registry.url}/v2/`;
    expect(await statusOf(url)).toBe(401);
    expect(await statusOf(url, { authorization: basic(registry.username, 'wrong') })).toBe(401);
    expect(await statusOf(url, { authorization: basic(registry.username, registry.password) })).toBe(200);
  });
});

describe.skipIf(reason !== null)('a registry with a token service', () => {
  let registry: DockerRegistry;
  beforeAll(async () => {
    registry = await startDockerRegistry({
      auth: 'token',
      grant: ({ type, actions }) => (type === 'repository' ? actions.filter((action) => action === 'pull') : actions),
    });
  });
  afterAll(() => registry.close());

  async function tokenFor(scope: string, password = registry.password): Promise<string> {
    const query = new URLSearchParams({ service: 'registry.test', scope });
    const { body } = await request(`${registry.tokenService?.realm}?${query}`, {
      headers: { authorization: basic(registry.username, password) },
    });
    return ((await body.json()) as { token?: string }).token ?? '';
  }

  test('challenges, and opens with a token for the scope that was asked for, and no other', async () => {
    await registry.pushImage('team/app', 'v1');
    const url = `${registry.url}/v2/team/app/tags/list`;
    const challenge = await request(url);
    await challenge.body.dump();
    expect(challenge.statusCode).toBe(401);
    expect(challenge.headers['www-authenticate']).toContain(`Bearer realm="${registry.tokenService?.realm}"`);
    expect(challenge.headers['www-authenticate']).toContain('scope="repository:team/app:pull"');

    const token = await tokenFor('repository:team/app:pull');
    expect(await statusOf(url, { authorization: `Bearer ${token}` })).toBe(200);
    const other = await tokenFor('repository:team/other:pull');
    expect(await statusOf(url, { authorization: `Bearer ${other}` })).toBe(401);
  });

  test('gives no token for a wrong password, grants what the account may do, and counts the requests', async () => {
    const before = registry.tokenService?.requests.length ?? 0;
    expect(await tokenFor('repository:team/app:pull', 'wrong')).toBe('');
    const pullOnly = await tokenFor('repository:team/app:pull,push,delete');
    const claims = JSON.parse(Buffer.from(pullOnly.split('.')[1] ?? '', 'base64url').toString('utf8'));
    expect(claims.access).toEqual([{ type: 'repository', name: 'team/app', actions: ['pull'] }]);
    expect(registry.tokenService?.requests.slice(before).map((each) => each.isGranted)).toEqual([false, true]);
  });
});

describe.skipIf(reason !== null)('a registry with a certificate of its own', () => {
  let registry: DockerRegistry;
  beforeAll(async () => {
    registry = await startDockerRegistry({ tls: 'self-signed' });
  });
  afterAll(() => registry.close());

  test('is refused by those who check and open to those who were given the certificate', async () => {
    await registry.pushImage('team/app', 'v1');
    await expect(statusOf(`${registry.url}/v2/`)).rejects.toThrow('self-signed certificate');
    const trusting = new Agent({ connect: { ca: registry.caPem ?? '' } });
    const { statusCode, body } = await request(`${registry.url}/v2/`, { dispatcher: trusting });
    await body.dump();
    expect(statusCode).toBe(200);
    await trusting.close();
  });
});
