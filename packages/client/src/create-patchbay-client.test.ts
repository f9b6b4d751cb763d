import { expect, test } from 'vitest';
import { createPatchbayClient } from './create-patchbay-client.ts';

function recordingFetch(status: number, body: unknown) {
  const requests: Request[] = [];
  const fetch = async (request: Request) => {
    requests.push(request);
    return Response.json(body, { status });
  };
  return { requests, fetch };
}

test('a call goes to its path with the key, and answers with typed data', async () => {
  const { requests, fetch } = recordingFetch(200, { data: [], nextCursor: null });
  const client = createPatchbayClient({ baseUrl: 'http://api.localhost', apiKey: 'pb_test', fetch });
  const { data } = await client.GET('/api/v1/integrations/connections', { params: { query: { limit: 5 } } });
  expect(data?.nextCursor).toBeNull();
  expect(requests[0]?.url).toBe('http://api.localhost/api/v1/integrations/connections?limit=5');
  expect(requests[0]?.headers.get('authorization')).toBe('Bearer pb_test');
});

test('a failed call answers with the error instead of throwing', async () => {
  const { fetch } = recordingFetch(404, { error: { code: 'not_found', message: 'gone', requestId: 'r' } });
  const client = createPatchbayClient({ baseUrl: 'http://api.localhost', fetch });
  const { data, error } = await client.GET('/api/v1/integrations/connections/{id}', {
    params: { path: { id: 'con_1' } },
  });
  expect(data).toBeUndefined();
  expect(error?.error.code).toBe('not_found');
});
