// A Gitea as far as webhooks go: it keeps the hooks of one repository and really delivers to them, signed.
import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { startServer } from '@patchbay/testing';

interface Hook {
  id: number;
  active: boolean;
  events: string[];
  config: { url: string; secret: string };
}

export interface GitServer {
  url: string;
  hooks: Hook[];
  /** Delivers to every hook of the repository, as it does when something happens. Answers with the status each of them gave. */
  deliver(event: string, payload: object, options?: { secret?: string }): Promise<number[]>;
  /** How long a test delivery waits before it goes out. */
  testDelayMs: number;
  stop(): Promise<void>;
}

export const gitToken = '0123456789abcdef0123456789abcdef01234567';

const account = { id: 7, login: 'ada' };
export const repository = {
  ...{ id: 42, name: 'app', full_name: 'team/app', owner: { id: 3, login: 'team' }, description: 'The app' },
  ...{ html_url: 'https://git.example.com/team/app', private: true, archived: false, default_branch: 'main' },
  ...{ language: 'TypeScript', created_at: '2026-01-05T08:00:00Z', updated_at: '2026-03-10T12:00:00Z' },
};

/** What Gitea sends when somebody pushes. */
export function pushOf(message: string) {
  return {
    ref: 'refs/heads/main',
    before: 'a'.repeat(40),
    after: 'b'.repeat(40),
    commits: [{ id: 'b'.repeat(40), message }],
    repository,
    pusher: account,
  };
}

async function readJson<Body>(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return (text === '' ? {} : JSON.parse(text)) as Body;
}

async function post({ config }: Hook, event: string, payload: object, secret = config.secret): Promise<number> {
  const body = JSON.stringify(payload);
  const response = await fetch(config.url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-gitea-event': event,
      'x-gitea-delivery': randomUUID(),
      'x-gitea-signature': createHmac('sha256', secret).update(body).digest('hex'),
    },
  });
  await response.body?.cancel();
  return response.status;
}

export async function startGitServer(): Promise<GitServer> {
  const hooks: Hook[] = [];
  let lastId = 0;
  const listed = ({ id, active, events, config }: Hook) => ({
    ...{ id, type: 'gitea', active, events },
    config: { url: config.url, content_type: 'json' },
  });
  const server = await startServer(async (request, response) => {
    const answer = (status: number, body?: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://git');
    const [, hookId, action] = /^\/api\/v1\/repos\/team\/app\/hooks(?:\/(\d+))?(\/tests)?$/.exec(pathname) ?? [];
    const hook = hooks.find(({ id }) => id === Number(hookId));
    const isOfHooks = pathname.startsWith('/api/v1/repos/team/app/hooks');
    if (request.headers.authorization !== `token ${gitToken}`)
      return answer(401, { message: 'invalid username, password or token' });
    if (pathname === '/api/v1/user') return answer(200, account);
    if (pathname === '/api/v1/user/repos') return answer(200, [repository], { 'x-total-count': '1' });
    if (!isOfHooks || (hookId && !hook)) return answer(404, { message: 'not found' });
    if (hook && action) {
      answer(204);
      await delay(git.testDelayMs);
      await post(hook, 'push', pushOf('A test'));
      return;
    }
    if (request.method === 'GET') {
      const isFirst = (searchParams.get('page') ?? '1') === '1';
      return answer(200, isFirst ? hooks.map(listed) : [], { 'x-total-count': String(hooks.length) });
    }
    if (request.method === 'DELETE' && hook) {
      hooks.splice(hooks.indexOf(hook), 1);
      return answer(204);
    }
    const given = await readJson<Partial<Hook>>(request);
    if (hook) return answer(200, listed(Object.assign(hook, given)));
    lastId += 1;
    const made: Hook = {
      id: lastId,
      active: given.active ?? true,
      events: given.events ?? [],
      config: given.config ?? { url: '', secret: '' },
    };
    hooks.push(made);
    return answer(201, listed(made));
  });
  const git: GitServer = {
    url: server.url,
    hooks,
    testDelayMs: 0,
    deliver: (event, payload, { secret } = {}) => Promise.all(hooks.map((hook) => post(hook, event, payload, secret))),
    stop: () => server.stop(),
  };
  return git;
}

/** The body of POST /integrations/connections for it. */
export function gitConnection(git: GitServer, name = 'Forge') {
  return {
    ...{ providerSlug: 'gitea', authMethod: 'token', name },
    settings: { baseUrl: git.url },
    credentials: { token: gitToken },
  };
}
