// The responders of docs/ping, run as what they are written for runs them.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '@patchbay/testing';
import { parseAllDocuments } from 'yaml';

export type ResponderKind = 'shell' | 'python' | 'argo-cd' | 'jenkins';

export interface Responder {
  /** The ping URL. */
  url: string;
  /** What the connection needs besides the shared secret. */
  accessToken?: string;
  stop(): void;
}

const docs = (name: string) => fileURLToPath(new URL(`../../docs/ping/${name}`, import.meta.url));
const PATH = process.env.PATH ?? '';

export function startResponder(kind: ResponderKind, secret: string): Promise<Responder> {
  return starters[kind](secret);
}

const starters: Record<ResponderKind, (secret: string) => Promise<Responder>> = {
  /** What socat does: one process for each connection, its input and output on the socket. */
  async shell(secret) {
    const port = await findFreePort();
    const server = createServer((socket) => {
      const env = { PATH, PATCHBAY_SECRET: secret };
      const child = spawn('bash', [docs('responder.sh')], { env, stdio: ['pipe', 'pipe', 'ignore'] });
      socket.on('error', () => {});
      child.stdin.on('error', () => {});
      socket.pipe(child.stdin);
      child.stdout.pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
    return { url: `http://127.0.0.1:${port}/ping`, stop: () => server.close() };
  },
  async python(secret) {
    const port = await findFreePort();
    return runPython(['python3', docs('responder.py'), String(port)], { PATCHBAY_SECRET: secret }, port);
  },
  /** What Kubernetes does with the container: its command, its variables from the secret, its files where they are mounted. */
  async 'argo-cd'(secret) {
    const [deployment] = await readArgoCd();
    const { spec } = deployment.spec.template;
    const [container] = spec.containers;
    const port = await findFreePort();
    const mounts = new Map(container.volumeMounts.map(({ mountPath }) => [mountPath, dirname(docs('responder.py'))]));
    const command = container.command.map((word) => {
      if (word === String(container.ports[0]?.containerPort)) return String(port);
      const mount = [...mounts].find(([path]) => word.startsWith(`${path}/`));
      return mount ? join(mount[1], word.slice(mount[0].length)) : word;
    });
    const secrets: Record<string, string> = { secret };
    const env = container.env.map(({ name, valueFrom }) => [name, secrets[valueFrom.secretKeyRef.key] ?? '']);
    return runPython(command, Object.fromEntries(env), port);
  },
  /** What the plugin Generic Webhook Trigger does: it answers 200, and a build has what it found in its environment. */
  async jenkins(secret) {
    const { variables, headers, script, token } = await readJenkinsfile();
    const port = await findFreePort();
    const server = createHttpServer(async (request, response) => {
      const body = JSON.parse(await text(request)) as Record<string, string>;
      const isInvoked = /^\/generic-webhook-trigger\/invoke\/?$/.test(request.url ?? '');
      const isKnown = isInvoked && request.headers.authorization === `Bearer ${token}`;
      response.writeHead(isKnown ? 200 : 404).end();
      const found = [
        ...variables.map(([name, path]) => [name, path === '$' ? toGson(body) : body[path.slice(2)]]),
        ...headers.map((name) => [name.replaceAll('-', '_'), request.headers[name]]),
      ].filter(([, value]) => value !== undefined);
      const env = { PATH, SECRET: secret, ...Object.fromEntries(found) };
      if (isKnown) spawn('/bin/sh', ['-ec', script], { env, stdio: 'ignore' });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
    const url = `http://127.0.0.1:${port}/generic-webhook-trigger/invoke`;
    return { url, accessToken: token, stop: () => server.close() };
  },
};

export interface ArgoCdDeployment {
  kind: string;
  metadata: { name: string };
  spec: {
    selector: { matchLabels: Record<string, string> };
    template: {
      metadata: { labels: Record<string, string> };
      spec: {
        containers: [
          {
            command: string[];
            env: { name: string; valueFrom: { secretKeyRef: { name: string; key: string } } }[];
            ports: { containerPort: number }[];
            volumeMounts: { name: string; mountPath: string }[];
          },
        ];
        volumes: { name: string; configMap: { name: string } }[];
      };
    };
  };
}

export interface ArgoCdService {
  kind: string;
  metadata: { name: string };
  spec: { selector: Record<string, string>; ports: { port: number; targetPort: number }[] };
}

export async function readArgoCd(): Promise<[ArgoCdDeployment, ArgoCdService]> {
  const documents = parseAllDocuments(await readFile(docs('argo-cd.yaml'), 'utf8'), { strict: true, uniqueKeys: true });
  const wrong = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (wrong[0]) throw wrong[0];
  return documents.map((document) => document.toJS()) as [ArgoCdDeployment, ArgoCdService];
}

/** What the trigger looks for, and the script of the one `sh` step. */
async function readJenkinsfile() {
  const file = await readFile(docs('Jenkinsfile'), 'utf8');
  const [, list = '', headerList = ''] =
    /genericVariables: (\[[\s\S]*?\]\]),\s+genericHeaderVariables: (.*)/.exec(file) ?? [];
  const variables = [...list.matchAll(/key: '(\w+)', value: '([^']+)'/g)].map(
    ([, name = '', path = '']) => [name, path] as const,
  );
  const headers = [...headerList.matchAll(/key: '([\w-]+)'/g)].map(([, name = '']) => name);
  const [, script = '', ...others] = file.split("'''");
  const token = /token: '([\w-]+)'/.exec(file)?.[1] ?? '';
  // Groovy reads a backslash in such a text as the beginning of a sign; without one it is the script as it stands.
  if (others.length !== 1 || script.includes('\\'))
    throw new Error('The Jenkinsfile has not one script without backslashes.');
  return { variables, headers, script, token };
}

/** JSON as Gson writes it, which keeps these signs out of pages. */
function toGson(value: object): string {
  return JSON.stringify(value).replaceAll(
    /[<>&='\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function runPython(
  [command = '', ...args]: string[],
  env: Record<string, string>,
  port: number,
): Promise<Responder> {
  const child = spawn(command, args, { env: { PATH, ...env }, stdio: 'ignore' });
  await untilItListens(port);
  return { url: `http://127.0.0.1:${port}/ping`, stop: () => child.kill() };
}

async function untilItListens(port: number): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const isThere = await fetch(`http://127.0.0.1:${port}`, { method: 'POST' }).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await wait(100);
  }
  throw new Error('the responder does not listen');
}
