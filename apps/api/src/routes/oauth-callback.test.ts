import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, origin, type TestApp } from '../testing/create-test-app.ts';

const path = '/api/v1/integrations/oauth/callback';
let tested: TestApp;
beforeAll(async () => {
  tested = await createTestApp();
});
afterAll(() => tested?.close());

const come = (query: string, init: RequestInit = {}) => tested.app.request(`${path}${query}`, init);
const postForm = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  come('', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });

test('a browser that comes back without a sign-in of ours is led to the page that says so', async () => {
  const answer = await come('?code=c&state=unknown');
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`${origin}/connect/attempts/none?problem=state_unknown`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect((await tested.app.request('/integrations/oauth/callback?state=x')).status).toBe(303);
});

test('a form of another site is sent once more from a page of our own, and only then read', async () => {
  const answer = await postForm(
    { state: 'x', code: '"><script>alert(1)</script>' },
    { origin: 'https://login.example' },
  );
  expect([answer.status, answer.headers.get('location')]).toEqual([200, null]);
  const page = await answer.text();
  expect(page).toContain('name="state" value="x"');
  expect(page).not.toContain('<script>alert');
  const script = /<script>(.*?)<\/script>/s.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain(`script-src 'sha256-${hash}'`);
  expect(policy).toContain("default-src 'none'");
  // The form has to name its origin when it comes again.
  expect(answer.headers.get('referrer-policy')).toBe('same-origin');
  const ours = await postForm({ state: 'x', code: 'c' }, { origin });
  expect(ours.headers.get('location')).toBe(`${origin}/connect/attempts/none?problem=state_unknown`);
  expect((await postForm({}, { origin })).headers.get('location')).toContain('problem=state_missing');
});

test('what stands behind the # of the address is asked for by a page', async () => {
  const answer = await come('');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('location.hash');
});

test('an address that comes back too often is limited', async () => {
  const limited = await createTestApp({ limits: { address: 2 } });
  try {
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await limited.app.request(`${path}?state=x`)).status);
    expect(statuses).toEqual([303, 303, 429, 429]);
  } finally {
    await limited.close();
  }
});
