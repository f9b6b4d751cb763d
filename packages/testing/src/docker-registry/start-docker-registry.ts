import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from 'bcryptjs';
import { createCanary } from '../canary/create-canary.ts';
import { createCertificate } from '../create-certificate.ts';
import { cleanUpOnExit, removeFolder, waitForExit } from '../process/clean-up-on-exit.ts';
import { findDockerRegistry } from './find-docker-registry.ts';
import { createImage } from './image.ts';
import { createRegistryClient, type RegistryClient } from './registry-client.ts';
import { type ResourceActions, startTokenService, type TokenService } from './token-service.ts';
import { writeImage, writeRepository } from './write-repository.ts';

export interface DockerRegistryOptions {
  /** How the registry asks who calls. Default: `none`. */
  auth?: 'none' | 'basic' | 'token';
  /** Serve https with a certificate nobody trusts. */
  tls?: 'self-signed';
  /** Any free port when left out. */
  port?: number;
  /** The largest page of the catalog. Default: 200. */
  catalogMaxEntries?: number;
  /** With `token`: how long a token is good for, in seconds. Default: 300. */
  tokenExpiresInSeconds?: number;
  /** With `token`: what of a requested scope the account gets. Default: all of it. */
  grant?: (requested: ResourceActions) => string[];
}

export interface DockerRegistry extends Omit<RegistryClient, 'close'> {
  /** Without a slash at the end. The same before and after a restart. */
  url: string;
  username: string;
  password: string;
  /** The certificate to trust; null without TLS. */
  caPem: string | null;
  /** Only with `token`. */
  tokenService: TokenService | null;
  /** What the registry wrote to its log. */
  output(): string;
  /**
   * Adds repositories quickly, by writing them into the storage: `name(0)` … `name(count - 1)`, each with these tags, all of one image.
   * Answers with their names.
   */
  seedRepositories(
    count: number,
    options?: { name?: (index: number) => string; tags?: readonly string[] },
  ): Promise<string[]>;
  /** Stops the process; what was pushed stays for `restart`. */
  stop(): Promise<void>;
  /** Stops it if it runs and starts it again on the same port, with the same data. */
  restart(): Promise<void>;
  /** Stops everything and removes the data. */
  close(): Promise<void>;
}

const issuer = 'token-service.test';
const service = 'registry.test';
const startTimeoutMs = 15_000;

/** Resolves with the port once the registry says it listens; rejects with its output when it ends before. */
function waitForPort(child: ChildProcess, output: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`docker-registry ${why}:\n${output.join('')}`));
    };
    const timer = setTimeout(() => fail(`did not listen within ${startTimeoutMs} ms`), startTimeoutMs);
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('exit', (code) => fail(`ended with code ${code}`));
    const read = (chunk: Buffer): void => {
      output.push(chunk.toString('utf8'));
      const port = /listening on 127\.0\.0\.1:(\d+)/.exec(output.join(''))?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
}

/** Runs Debian's docker-registry on 127.0.0.1 with its data in a temporary folder. Throws when it is not installed. */
export async function startDockerRegistry(options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  const binary = findDockerRegistry();
  if (!binary) throw new Error('docker-registry is not installed. On Debian: apt-get install docker-registry');
  const { auth = 'none', catalogMaxEntries = 200, tokenExpiresInSeconds = 300 } = options;
  const username = 'robot';
  const password = createCanary();

  const folder = mkdtempSync(join(tmpdir(), 'patchbay-registry-'));
  const storage = join(folder, 'data');
  const file = (name: string): string => join(folder, name);
  const certificate = options.tls ? await createCertificate() : null;
  if (certificate) {
    writeFileSync(file('tls.pem'), certificate.certificatePem);
    writeFileSync(file('tls.key'), certificate.privateKeyPem, { mode: 0o600 });
  }
  let tokenService: TokenService | null = null;
  if (auth === 'token') {
    const signer = await createCertificate();
    writeFileSync(file('token.pem'), signer.certificatePem);
    tokenService = await startTokenService({
      service,
      issuer,
      certificate: signer,
      username,
      password,
      expiresInSeconds: tokenExpiresInSeconds,
      ...(options.grant ? { grant: options.grant } : {}),
    });
  }
  // The registry takes bcrypt only; the lowest cost, because every request is checked anew.
  if (auth === 'basic') writeFileSync(file('htpasswd'), `${username}:${await hash(password, 4)}\n`);

  /** The configuration; JSON is YAML too. */
  function writeConfig(port: number): void {
    const config = {
      version: '0.1',
      // The port is learned from the line `listening on`, which is logged at this level.
      log: { level: 'info', formatter: 'json', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: storage }, delete: { enabled: true } },
      catalog: { maxentries: catalogMaxEntries },
      http: {
        addr: `127.0.0.1:${port}`,
        secret: randomBytes(16).toString('hex'),
        ...(certificate ? { tls: { certificate: file('tls.pem'), key: file('tls.key') } } : {}),
      },
      ...(auth === 'basic' ? { auth: { htpasswd: { realm: 'Registry', path: file('htpasswd') } } } : {}),
      ...(tokenService
        ? { auth: { token: { realm: tokenService.realm, service, issuer, rootcertbundle: file('token.pem') } } }
        : {}),
    };
    writeFileSync(file('config.yml'), JSON.stringify(config), { mode: 0o600 });
  }

  const output: string[] = [];
  let child: ChildProcess | null = null;
  let port = options.port ?? 0;

  async function start(): Promise<void> {
    writeConfig(port);
    const lines: string[] = [];
    child = spawn(binary ?? '', ['serve', file('config.yml')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', OTEL_TRACES_EXPORTER: 'none' },
    });
    port = await waitForPort(child, lines).finally(() => output.push(...lines));
    // From here on the log goes where `output` reads it.
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
  }

  async function stop(): Promise<void> {
    const running = child;
    child = null;
    if (!running) return;
    // It has nothing to save, and a graceful stop waits for idle connections.
    running.kill('SIGKILL');
    await waitForExit(running);
  }

  const forget = cleanUpOnExit(() => {
    child?.kill('SIGKILL');
    removeFolder(folder);
  });
  async function close(): Promise<void> {
    await Promise.all([stop(), tokenService?.stop(), client.close()]);
    removeFolder(folder);
    forget();
  }

  const url = (): string => `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`;
  const client = createRegistryClient({
    url,
    caPem: certificate?.certificatePem ?? null,
    async authorize(type, name) {
      if (auth === 'basic') return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
      if (!tokenService) return null;
      const actions = type === 'registry' ? ['*'] : ['pull', 'push', 'delete'];
      return `Bearer ${await tokenService.sign(username, [{ type, name, actions }])}`;
    },
  });

  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }

  const { close: _close, ...calls } = client;
  return {
    ...calls,
    url: url(),
    username,
    password,
    caPem: certificate?.certificatePem ?? null,
    tokenService,
    output: () => output.join(''),
    async seedRepositories(
      count,
      { name = (index: number) => `seed/app-${String(index).padStart(5, '0')}`, tags = ['latest'] } = {},
    ) {
      const image = createImage('seed');
      writeImage(storage, image);
      const names = Array.from({ length: count }, (_, index) => name(index));
      for (const each of names) writeRepository(storage, each, tags, image);
      return names;
    },
    stop,
    async restart() {
      await stop();
      await start();
    },
    close,
  };
}
