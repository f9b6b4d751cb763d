import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request as dial } from 'undici';
import { type LocalServer, startServer } from '../http-server/start-server.ts';
import type { Answer, ForgeHook, HookWishes } from './hook-shape.ts';
import { isSignedIn, readJson, send } from './requests.ts';
import { type ForgeKind, shapes } from './shapes/index.ts';

/** What is broken on purpose. */
export interface ForgeFaults {
  /** It says that it delivers, and does not. */
  deliversNothing?: boolean;
  /** It delivers with another secret than it was given. */
  wrongSecret?: boolean;
  /** It refuses to make hooks: the credentials may only read. */
  refusesHooks?: boolean;
  /** It refuses test deliveries, as when there were too many. */
  refusesTests?: boolean;
  /** It knows nothing of signing tokens, and leaves them out without a word. */
  forgetsSigning?: boolean;
  /** It makes hooks and does not change them. */
  refusesChanges?: boolean;
  /** It makes hooks but cannot remove them. */
  keepsHooks?: boolean;
}

export interface HookForge {
  url: string;
  /** A token that may do everything. */
  token: string;
  hooks: ForgeHook[];
  faults: ForgeFaults;
  /** Lists besides the hooks, by path. */
  lists: Record<string, readonly object[]>;
  /** Method, path and query of each request. */
  requests: string[];
  /** What came of each delivery: the status of the answer, null when there was none. */
  answers: (number | null)[];
  /** Really delivers an event to every hook of a repository. */
  deliver(repository: string, event: string, payload: object, id?: string): Promise<(number | null)[]>;
  stop(): Promise<void>;
}

/** As several hosts write tokens: 40 hexadecimal digits. */
const token = '0123456789abcdef0123456789abcdef01234567';
const notFound: Answer = { status: 404, body: { message: '404 Not Found' } };
const forbidden: Answer = { status: 403, body: { message: '403 Forbidden' } };

/**
 * A host of the given shape: hooks can be made, changed, listed and removed, and what it delivers really comes over HTTP, signed as that
 * host signs.
 */
export async function startHookForge(kind: ForgeKind): Promise<HookForge> {
  const shape = shapes[kind];
  const forge: Omit<HookForge, 'stop' | 'url'> = {
    ...{ token, hooks: [], faults: {}, lists: {}, requests: [], answers: [] },
    deliver,
  };
  let nextId = 1;
  const server: LocalServer = await startServer(async (request, response) => {
    const body = await readJson(request);
    forge.requests.push(`${request.method} ${request.url}`);
    send(response, answerTo(request, body));
  });

  function answerTo(request: IncomingMessage, body: Record<string, unknown>): Answer {
    const { pathname } = new URL(request.url ?? '/', 'http://forge');
    if (!isSignedIn(request, token)) return { status: 401, body: { message: 'token is required' } };
    const list = forge.lists[pathname];
    if (request.method === 'GET' && list) return shape.list(list);
    if (pathname in shape.pages) return { status: 200, body: shape.pages[pathname] };
    const { resource, id, test } = shape.path.exec(pathname)?.groups ?? {};
    if (resource === undefined || shape.requires?.(request.headers) === false) return notFound;
    const repository = shape.resourceOf(resource);
    if (id === undefined) return onList(request.method, pathname, repository, body);
    const wanted = decodeURIComponent(id);
    const hook = forge.hooks.find((one) => one.repository === repository && shape.idOf(one) === wanted);
    if (!hook) return notFound;
    return test === undefined ? onHook(request.method, hook, body) : onTest(request.method, hook);
  }

  function readWishes(body: Record<string, unknown>): HookWishes {
    const { signingToken, ...wishes } = shape.read(body);
    return { ...wishes, ...(signingToken !== undefined && !forge.faults.forgetsSigning && { signingToken }) };
  }

  function onList(method = '', path: string, repository: string, body: Record<string, unknown>): Answer {
    const { faults, hooks } = forge;
    if (method === 'GET') return shape.list(hooks.filter((one) => one.repository === repository).map(shape.view));
    if (method !== 'POST') return notFound;
    if (faults.refusesHooks) return forbidden;
    const blank = { url: '', secret: '', signingToken: '', events: [], isActive: true };
    const hook: ForgeHook = { id: nextId, repository, ...blank, ...readWishes(body) };
    const fault = faultOf(hook);
    if (fault) return fault;
    nextId += 1;
    hooks.push(hook);
    if (shape.greetsWith && !faults.deliversNothing)
      void deliverTo(hook, shape.greetsWith, sample(repository), randomUUID());
    return shape.created(hook, path);
  }

  function onHook(method = '', hook: ForgeHook, body: Record<string, unknown>): Answer {
    const { faults, hooks } = forge;
    if (method === 'GET') return { status: 200, body: shape.view(hook) };
    if (method === 'DELETE') {
      if (faults.keepsHooks) return forbidden;
      hooks.splice(hooks.indexOf(hook), 1);
      return { status: shape.removedStatus, body: null };
    }
    if (method !== shape.updateMethod) return notFound;
    if (faults.refusesChanges) return forbidden;
    const wishes = readWishes(body);
    const fault = faultOf({ ...hook, ...wishes });
    if (fault) return fault;
    return shape.updated(Object.assign(hook, wishes));
  }

  function onTest(method: string | undefined, hook: ForgeHook): Answer {
    const { faults } = forge;
    if (!shape.test || method !== 'POST') return notFound;
    if (faults.refusesTests) return { status: 429, body: { message: 'Too many requests' } };
    if (!faults.deliversNothing) void deliverTo(hook, shape.test.event, sample(hook.repository), randomUUID());
    return shape.test.answer;
  }

  /** Why the host would refuse such a hook; null when it takes it. */
  function faultOf({ url, events }: ForgeHook): Answer | null {
    const known = shape.events;
    const isKnown = known === null || (events.length > 0 && events.every((event) => known.includes(event)));
    if (URL.canParse(url) && isKnown) return null;
    return { status: 422, body: { message: 'Validation Failed' } };
  }

  async function deliver(repository: string, event: string, payload: object, id: string = randomUUID()) {
    const hooks = forge.hooks.filter((hook) => hook.repository === repository && hook.isActive);
    return Promise.all(hooks.map((hook) => deliverTo(hook, event, payload, id)));
  }

  async function deliverTo(hook: ForgeHook, event: string, payload: object, id: string): Promise<number | null> {
    const body = JSON.stringify(payload);
    const { secret, signingToken } = hook;
    const wrong = { secret: 'another secret', signingToken: signingToken && 'another secret' };
    const key = forge.faults.wrongSecret ? wrong : { secret, signingToken };
    const headers = { 'content-type': 'application/json', ...shape.sign({ event, id, body, key }) };
    let status: number | null = null;
    try {
      const { statusCode, body: rest } = await dial(hook.url, { method: 'POST', headers, body });
      await rest.dump();
      status = statusCode;
    } catch {
      // Nobody listens there.
    }
    forge.answers.push(status);
    return status;
  }

  return Object.assign(forge, { url: server.url, stop: () => server.stop() });
}

/** What hosts send when they are asked for a test: nothing of ours can be in it. */
function sample(repository: string): object {
  return {
    ref: 'refs/heads/main',
    before: '0'.repeat(40),
    after: '1'.repeat(40),
    repository: { id: 1, full_name: repository, html_url: `https://git.example.com/${repository}` },
    project: { path_with_namespace: repository },
    commits: [],
  };
}
