import { setTimeout as delay } from 'node:timers/promises';
import type { Run, TestResult } from '@patchbay/client';
import { keepAtClose } from '@patchbay/testing';

export interface Answer<Body> {
  status: number;
  headers: Headers;
  /** The body as it came. */
  text: string;
  /** The body as JSON; undefined when it is something else. */
  body: Body;
}

export interface ErrorBody {
  error: { code: string; message: string; requestId: string; details?: { path: string; message: string }[] };
}

/** The API as a script sees it: an address and a key, nothing of the product's own code. */
export interface ApiClient {
  url: string;
  apiKey: string;
  /** `path` is what follows /api/v1. */
  call<Body>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<Body>>;
  get<Body>(path: string): Promise<Body>;
  post<Body>(path: string, body?: unknown): Promise<Body>;
}

/** Everything an API said in this test file, for the search for leaked secrets. */
export const everythingSaid: string[] = [];
keepAtClose('answers', 'what the API said', () => everythingSaid.join('\n'));

export function createApiClient(url: string, apiKey: string): ApiClient {
  async function call<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    everythingSaid.push(`${method} ${path}\n${JSON.stringify([...response.headers])}\n${text}`);
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      // Not JSON: the caller looks at the text.
    }
    return { status: response.status, headers: response.headers, text, body: parsed as Body };
  }

  /** Like call, for what has to work: anything but 2xx is an error that shows the answer. */
  async function demand<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await call<Body>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  return {
    url,
    apiKey,
    call,
    get: (path) => demand('GET', path),
    post: (path, body) => demand('POST', path, body ?? {}),
  };
}

const ended = new Set(['success', 'partial', 'error', 'cancelled', 'interrupted']);

/** Waits until a run has ended, whatever its outcome. Throws when it does not within `timeoutMs`. */
export async function waitForRun(api: ApiClient, runId: string, timeoutMs = 60_000): Promise<Run> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const run = await api.get<Run>(`/integrations/runs/${runId}`);
    if (ended.has(run.status)) return run;
    if (Date.now() > deadline) throw new Error(`Run ${runId} is still ${run.status} after ${timeoutMs} ms.`);
    await delay(50);
  }
}

/** Starts a full sync and waits for its end. */
export async function runSync(api: ApiClient, connectionId: string, sync: string, timeoutMs?: number): Promise<Run> {
  const { runId } = await api.post<{ runId: string }>(`/integrations/connections/${connectionId}/sync`, {
    sync,
    mode: 'full',
  });
  return waitForRun(api, runId, timeoutMs);
}

/** Tests a connection for real. */
export function testConnection(api: ApiClient, connectionId: string): Promise<TestResult> {
  return api.post<TestResult>(`/integrations/connections/${connectionId}/test`);
}
