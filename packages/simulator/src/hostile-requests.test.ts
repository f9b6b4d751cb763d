// What nobody means well sends to a simulator: it answers with a sentence, and goes on.
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { matchTemplate } from './match/match-template.ts';
import { createGrants } from './oauth/grants.ts';
import { createSimulatorClock } from './simulator-clock.ts';
import { type Simulator, startSimulator } from './start-simulator.ts';
import { readTree } from './testing/simulated-tree.ts';

const ids = ['gitea', 'azure-devops'];
let simulator: Simulator;
const signedIn: Record<string, Record<string, string>> = {};
beforeAll(async () => {
  const tree = await readTree();
  simulator = await startSimulator({ providers: tree.filter(({ manifest }) => ids.includes(manifest.id)), items: 30 });
  for (const { manifest, exampleOf } of simulator.providers) {
    const example = manifest.auth.map((method) => exampleOf(method, '')).find((one) => one?.headers.authorization);
    signedIn[manifest.id] = { ...example?.headers };
  }
});
afterAll(() => simulator.close());

interface Sent {
  headers?: Record<string, string>;
  body?: string;
}
/** As it stands, with headers that `fetch` would not send. */
function send(method: string, path: string, { headers = {}, body = '' }: Sent = {}) {
  return new Promise<{ status: number | undefined; location: string | undefined; text: string }>((resolve, reject) => {
    const sent = request(`${simulator.url}${path}`, { method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, location: answer.headers.location, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
const control = (path: string, body: string, headers: Record<string, string> = {}) =>
  send('POST', `/_simulator${path}`, { body, headers });

test.each<[what: string, path: string, body: string, says: RegExp]>([
  ['text', '/faults', 'rain', /not JSON/],
  ['JSON that breaks off', '/faults', '{"fault":"503"', /not JSON/],
  ['a list', '/faults', '[]', /No such fault: Invalid input: expected object/],
  ['a status that is a number', '/faults', '{"fault":503}', /fault: must be a text: "400" to "599", slow/],
  ['a status there is none of', '/faults', '{"fault":"99999"}', /fault: must be one of "400" to "599", slow/],
  ['no number', '/faults', '{"fault":"NaN"}', /must be one of/],
  ['a wait of years', '/faults', '{"fault":"429","wait":1e9}', /wait: .*86400/],
  ['a delay of days', '/faults', '{"fault":"slow","delay":864000000}', /delay: .*600000/],
  ['a count below one', '/faults', '{"fault":"503","times":-1}', /times: /],
  ['a provider nobody simulates', '/faults', '{"fault":"503","provider":"none"}', /"none" is not simulated\. GET \//],
  ['an operation there is none of', '/faults', '{"fault":"503","operation":"constructor"}', /no "constructor"\. GET/],
  [
    'an operation of another provider',
    '/faults',
    '{"fault":"503","provider":"gitea","operation":"listBuilds"}',
    /no "listBuilds"/,
  ],
  ['a way to tell a wait that nobody has', '/faults', '{"fault":"429","via":"smoke"}', /by "smoke"/],
  ['a step that is no number', '/clock', '{"advanceSeconds":"60"}', /Give \{"advanceSeconds": 60\}/],
  ['a step beyond all dates', '/clock', '{"advanceSeconds":1e300}', /from the year 1970 to 9998/],
  ['a step before all dates', '/clock', '{"advanceSeconds":-1e12}', /from the year 1970 to 9998/],
  ['the year 300000', '/clock', '{"now":"+300000-01-01T00:00:00Z"}', /Give \{"advanceSeconds": 60\}/],
  ['the year 0', '/clock', '{"now":"0000-01-01T00:00:00Z"}', /from the year 1970 to 9998/],
  ['an event that is not encoded right', '/webhooks/%zz', '{}', /"%zz" is no name of an event/],
  ['a file as an endpoint', '/webhooks/push', '{"provider":"gitea","url":"file:///etc/hosts"}', /url: Invalid URL/],
  [
    'a delivery with a line end',
    '/webhooks/push',
    '{"provider":"gitea","secret":"s","url":"http://127.0.0.1:1","delivery":"a\\r\\nb: c"}',
    /no header may have/,
  ],
  [
    'an event with a line end',
    '/webhooks/push%0d%0ab:%20c',
    '{"provider":"gitea","secret":"s","url":"http://127.0.0.1:1"}',
    /no header may have/,
  ],
  [
    'an endpoint nobody is at',
    '/webhooks/push',
    '{"provider":"gitea","secret":"s","url":"http://127.0.0.1:1"}',
    /Nobody took/,
  ],
])('%s is refused with what to do, and changes nothing', async (_what, path, body, says) => {
  const { status, text } = await control(path, body);
  expect(status).toBe(400);
  expect(JSON.parse(text)).toEqual({ error: expect.stringMatching(says) });
  expect(simulator.faults.list()).toEqual([]);
  expect(Math.abs(simulator.clock.now() - Date.now())).toBeLessThan(5_000);
});

test('faults are not piled up without end', async () => {
  for (let count = 0; count < 1_000; count += 1) simulator.faults.add({ fault: '503' });
  expect(await control('/faults', '{"fault":"503"}')).toMatchObject({
    ...{ status: 400, text: expect.stringContaining('DELETE /_simulator/faults') },
  });
  simulator.faults.clear();
});

test.each<[what: string, headers: Record<string, string>, status: number]>([
  ['a page of another site', { origin: 'https://evil.example', 'content-type': 'text/plain' }, 403],
  ['a page of another port', { origin: 'http://localhost:3000' }, 403],
  ['a page without an origin of its own', { origin: 'null' }, 403],
  ['a name that was turned to this machine', { host: 'evil.example' }, 403],
  ['such a name with a port', { host: 'evil.example:4400', origin: 'http://evil.example:4400' }, 403],
  ['a name that looks like an address', { host: '127.0.0.1.evil.example' }, 403],
  ['a program', {}, 201],
  ['a page of the simulator', { host: 'localhost:4400', origin: 'http://localhost:4400' }, 201],
  ['the address of version 6', { host: '[::1]:4400' }, 201],
  ['a container beside it', { host: 'host.docker.internal:4400' }, 201],
])('the control API and %s', async (_what, headers, status) => {
  const { status: given, text } = await control('/faults', '{"fault":"503"}', headers);
  expect(given).toBe(status);
  expect(simulator.faults.list()).toHaveLength(status === 201 ? 1 : 0);
  if (status === 403) expect(JSON.parse(text).error).toMatch(/Call it(s own API)? /);
  simulator.faults.clear();
});

test('nothing but this machine is listened to', () => {
  expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
});

test.each(['/_simulator/faults', '/gitea/api/v1/user'])('a body without end at %s', async (path) => {
  const { status, text } = await send('POST', path, { body: 'x'.repeat(17 * 1024 * 1024) });
  expect(status).toBe(413);
  expect(text).toContain('larger than 16 MiB');
});

test.each<[provider: string, path: string, status: number, says: RegExp]>([
  ['gitea', '/api/v1/user/repos?limit=0', 400, /Ask for 1 to 50 items/],
  ['gitea', '/api/v1/user/repos?limit=-1', 400, /Ask for 1 to 50 items/],
  ['gitea', '/api/v1/user/repos?limit=1.5', 400, /Ask for 1 to 50 items/],
  ['gitea', '/api/v1/user/repos?limit=1000000000', 200, /^\[/],
  ['gitea', '/api/v1/user/repos?page=-1', 400, /Begin again with the first page/],
  ['gitea', '/api/v1/user/repos?page=x', 400, /Begin again with the first page/],
  ['gitea', '/api/v1/user/repos?page=1e300', 200, /^\[\]$/],
  ['azure-devops', '/team/_apis/projects?%24top=1000000000', 400, /Ask for 1 to 10000 items/],
])('%s%s is answered with %d', async (provider, path, status, says) => {
  for (const fault of [{}, { 'x-simulate-fault': 'endless-cursor' }]) {
    const answer = await send('GET', `/${provider}${path}`, { headers: { ...signedIn[provider], ...fault } });
    expect(answer.status).toBe(status);
    if (!('x-simulate-fault' in fault)) expect(answer.text).toMatch(says);
  }
});

test.each<[client: string, redirectUri: string, says: RegExp]>([
  ['<script>', 'https://app.example/back', /There is no app &#34;&#60;script&#62;/],
  ['simulator-gitea', 'javascript:alert(1)', /The callback URL is no address/],
  ['simulator-gitea', 'data:text/html,x', /The callback URL is no address/],
  ['simulator-gitea', 'https://[', /The callback URL is no address/],
  ['simulator-gitea', '', /The callback URL is no address/],
])('a sign-in of the app %j with the callback %j cannot go on', async (client, redirectUri, says) => {
  const query = new URLSearchParams({ client_id: client, redirect_uri: redirectUri, code_challenge_method: 'S256' });
  for (const method of ['GET', 'POST'])
    expect(await send(method, `/gitea/login/oauth/authorize?${query}`)).toMatchObject({
      ...{ status: 400, text: expect.stringMatching(says) },
    });
});

test('a callback with a line end leads nowhere else', async () => {
  const query = new URLSearchParams({
    ...{ client_id: 'simulator-gitea', code_challenge_method: 'S256', redirect_uri: 'https://app.example/\r\nx: y' },
  });
  const { status, location } = await send('POST', `/gitea/login/oauth/authorize?${query}`, { body: 'decision=deny' });
  expect(status).toBe(302);
  expect(location).toMatch(/^https:\/\/app\.example\/x:%20y\?error=access_denied/);
});

test.each<[template: string, text: string, fits: boolean]>([
  ['a{input.b}c', 'abc', true],
  ['a{input.b}c', 'a\nc', true],
  ['aa{input.b}aa', 'aaa', false],
  ['{input.a}:{input.b}', 'x:y', true],
  ['{input.a}:{input.b}:', 'x:', false],
  ['a{input.b}', 'b', false],
])('%j and the text %j', (template, text, fits) => {
  expect(matchTemplate(template, text)).toBe(fits ? 1 : null);
});

test('a long text that nearly fits is looked at once', () => {
  const start = performance.now();
  expect(matchTemplate('{input.a}:{input.b}:{input.c}/{input.d}', ':'.repeat(1_000_000))).toBeNull();
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('who signs in over and over fills no memory', () => {
  const [method] = simulator.providers.flatMap(({ manifest }) => manifest.auth.filter(({ type }) => type === 'oauth2'));
  if (method?.type !== 'oauth2') throw new Error('no sign-in');
  const grants = createGrants('gitea', 1, createSimulatorClock());
  const grant = grants.begin(method, []);
  const [first, second] = [grants.addAccessToken(grant, null), grants.addAccessToken(grant, null)];
  for (let count = 2; count <= 10_000; count += 1) grants.addAccessToken(grant, null);
  expect(grants.accessTokenState(first, method)).toBe('wrong');
  expect(grants.accessTokenState(second, method)).toBe('good');
});
