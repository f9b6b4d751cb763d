// The actions of an organization as tools of the Model Context Protocol: a real client, the real API, and a real registry behind it.
import { createPatchbayClient } from '@patchbay/client';
import { type Ask, type ConnectionToolsOptions, connectionTools, ToolFailure } from '@patchbay/mcp';
import { type ConnectedClient, type ConnectOptions, connectClient } from '@patchbay/mcp/testing';
import {
  assertNoCanary,
  type DockerRegistry,
  reasonToSkipDockerRegistry,
  startDockerRegistry,
} from '@patchbay/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';
import { type Items, startItems } from './testing/start-items.ts';

let tested: TestApp;
let registry: DockerRegistry;
let items: Items;
let organizationId: string;
let owner: string;
let stranger: string;
/** Ids of connections. */
const ids = { registry: '', items: '', strangers: '' };
const open: ConnectedClient[] = [];
/** Everything agents were told, for the search for leaked secrets. */
const told: unknown[] = [];

describe.skipIf(reasonToSkipDockerRegistry() !== null)('the actions of an organization', () => {
  beforeAll(async () => {
    tested = await createTestApp();
    registry = await startDockerRegistry({ auth: 'basic' });
    items = await startItems(1_001);
    ({ apiKey: owner, organizationId } = await tested.addOrganization('Mine'));
    ({ apiKey: stranger } = await tested.addOrganization('Theirs'));
    ids.registry = await connect(owner, 'Team Registry', {
      providerSlug: 'docker-registry',
      authMethod: 'basic',
      settings: { baseUrl: registry.url },
      credentials: { username: registry.username, password: registry.password },
    });
    ids.items = await connect(owner, 'Items', inMemory());
    ids.strangers = await connect(stranger, 'Team Registry', inMemory());
  });
  afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));
  afterAll(async () => {
    items?.close();
    await registry?.close();
    await tested?.close();
  });

  function inMemory() {
    return { providerSlug: 'in-memory', authMethod: 'none', settings: { baseUrl: items.url } };
  }

  async function connect(key: string, name: string, body: object): Promise<string> {
    const created = await tested.call(key, 'POST', '/integrations/connections', { name, ...body });
    expect(created.status).toBe(201);
    return created.body.id;
  }

  function askWith(apiKey: string): Ask {
    const client = createPatchbayClient({
      baseUrl: 'http://127.0.0.1:3001',
      apiKey,
      fetch: async (request) => tested.app.fetch(request),
    });
    return async (call) => {
      const { data, error } = await call(client);
      if (data !== undefined) return data;
      throw new ToolFailure((error as { error: { message: string } }).error.message);
    };
  }

  async function agent(
    key: string,
    options: Partial<ConnectionToolsOptions> = {},
    client: ConnectOptions = {},
  ): Promise<ConnectedClient> {
    const source = await connectionTools({
      ...{ ask: askWith(key), connectionIds: [], tools: 'all', maxTools: 100, allowDestructive: false },
      ...options,
    });
    const connected = await connectClient({ sources: [source] }, client);
    open.push(connected);
    return connected;
  }

  async function toolsOf(to: ConnectedClient) {
    const { tools } = await to.client.listTools();
    told.push(tools);
    return tools;
  }
  const nameOf = (connectionId: string, words: string, operation: string) =>
    `${words}-${connectionId.slice(-6)}__${operation}`;
  const registryTool = (operation: string) => nameOf(ids.registry, 'team-registry', operation);

  async function call(to: ConnectedClient, name: string, input: Record<string, unknown> = {}) {
    const answer = await to.client.callTool({ name, arguments: input });
    told.push(answer);
    const text = answer.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
    return { text, isError: answer.isError ?? false, data: answer.structuredContent as Record<string, unknown> };
  }

  test('each operation is a tool that says what it does, takes and changes', async () => {
    const tools = await toolsOf(await agent(owner));
    expect(tools.map(({ name }) => name)).toContain(registryTool('listTags'));
    expect(tools.every(({ name }) => /^[A-Za-z0-9_-]{1,64}$/.test(name))).toBe(true);
    expect(tools.find(({ name }) => name === registryTool('deleteManifest'))).toMatchObject({
      title: 'Team Registry: deleteManifest',
      description: expect.stringMatching(/^Delete a manifest by its digest[\s\S]*connection "Team Registry"/),
      inputSchema: {
        type: 'object',
        properties: { repository: { type: 'string', title: 'Repository' }, reference: { pattern: expect.any(String) } },
        required: ['repository', 'reference'],
        additionalProperties: false,
      },
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    });
    expect(tools.find(({ name }) => name === registryTool('listTags'))?.annotations).toMatchObject({
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
    });
  });

  test('of another organization nothing is seen, also not by name', async () => {
    const mine = await agent(owner);
    expect(JSON.stringify(await toolsOf(mine))).not.toContain(ids.strangers.slice(-6));
    expect(await call(mine, nameOf(ids.strangers, 'team-registry', 'getAccount'))).toMatchObject({ isError: true });
    await expect(agent(owner, { connectionIds: [ids.strangers] })).rejects.toThrow(
      `There is no connection "${ids.strangers}" that this key may see.`,
    );
    const theirs = await toolsOf(await agent(stranger));
    expect(theirs.map(({ name }) => name)).toContain(nameOf(ids.strangers, 'team-registry', 'getAccount'));
    expect(JSON.stringify(theirs)).not.toContain(ids.registry.slice(-6));
  });

  test.each([
    ['viewer', null, ['read']],
    ['member', null, ['read', 'write']],
    ['admin', null, ['read', 'write', 'destructive']],
    ['owner', ['read'], ['read']],
    [
      'owner',
      ['connections:read', 'providers:read', 'actions:read', 'actions:write'],
      ['read', 'write', 'destructive'],
    ],
  ] as const)('a key of role %s with the scopes %j is offered what it may: %j', async (role, scopes, safeties) => {
    const key = await tested.addKey(organizationId, role, scopes && [...scopes]);
    const tools = await toolsOf(await agent(key));
    const offered = new Set(
      tools.map(({ annotations }) =>
        annotations?.readOnlyHint ? 'read' : annotations?.destructiveHint ? 'destructive' : 'write',
      ),
    );
    expect(offered).toEqual(new Set(safeties));
  });

  test('what a key may not do cannot be called by name either', async () => {
    const viewer = await agent(await tested.addKey(organizationId, 'viewer'));
    const name = nameOf(ids.items, 'items', 'createItem');
    expect(await call(viewer, name, { name: 'x' })).toMatchObject({ isError: true, data: undefined });
  });

  test('a key that may run nothing is told so at once', async () => {
    const key = await tested.addKey(organizationId, 'owner', ['runs:read']);
    await expect(agent(key)).rejects.toThrow('may not do connections.list, providers.get, actions.read');
  });

  test('filters offer less', async () => {
    const reading = await toolsOf(await agent(owner, { tools: 'read', connectionIds: [ids.registry] }));
    expect(reading.map(({ name }) => name)).toEqual(
      ['check', 'getManifest', 'listRepositories', 'listTags'].map(registryTool),
    );
    const writing = await toolsOf(await agent(owner, { tools: 'write' }));
    expect(writing.map(({ name }) => name)).toContain(nameOf(ids.items, 'items', 'createItem'));
    expect(writing.map(({ name }) => name)).not.toContain(registryTool('deleteManifest'));
  });

  test('a connection made later is there when the tools are listed again, and gone while it is paused', async () => {
    const mine = await agent(owner);
    await toolsOf(mine);
    const later = await connect(owner, 'Später & more', inMemory());
    const name = nameOf(later, 'spa-ter-more', 'getAccount');
    expect(await call(mine, name)).toMatchObject({ isError: false, data: { result: { id: 'u1' } } });
    await tested.call(owner, 'POST', `/integrations/connections/${later}/pause`);
    expect(await call(mine, name)).toMatchObject({ isError: true, text: expect.stringContaining('is paused') });
    expect((await toolsOf(mine)).map((tool) => tool.name)).not.toContain(name);
  });

  test('a read answers with data, and is kept as a run', async () => {
    await registry.pushImage('team/read', 'v1');
    const mine = await agent(owner);
    const answer = await call(mine, registryTool('listTags'), { repository: 'team/read' });
    expect(answer).toMatchObject({ isError: false, data: { success: true, items: [{ name: 'v1' }] } });
    expect(JSON.parse(answer.text)).toEqual(answer.data);
    const runs = await tested.call(owner, 'GET', `/integrations/connections/${ids.registry}/runs`);
    expect(runs.body.data[0]).toMatchObject({ kind: 'action', name: 'listTags', status: 'success' });
  });

  test('a long answer is cut, and says what is missing', async () => {
    const mine = await agent(owner);
    const answer = await call(mine, nameOf(ids.items, 'items', 'listItems'));
    const shown = (answer.data.items as unknown[]).length;
    expect(answer.text.length).toBeLessThan(70_000);
    expect(shown).toBeGreaterThan(100);
    // The API answers with a thousand at most, and there is one more.
    expect(answer.data).toMatchObject({ itemsLeftOut: 1_000 - shown, hasMoreAtProvider: true });
  });

  test('a refusal of the provider is an error with whose fault it is and the next step', async () => {
    const mine = await agent(owner);
    const input = { repository: 'team/none', reference: 'latest' };
    const answer = await call(mine, registryTool('getManifest'), input);
    expect(answer).toMatchObject({
      isError: true,
      data: { success: false, error: { class: 'not_found', status: 404, whoseFault: 'you', isTransient: false } },
    });
    expect(answer.text).toMatch(/^The repository has no such tag or digest\. List its tags.+\nWhose fault: yours/);
  });

  test('an input that does not fit is refused by the API with its place, and nothing is sent', async () => {
    const mine = await agent(owner);
    const answer = await call(mine, registryTool('listTags'), { repositry: 'team/read' });
    expect(answer).toMatchObject({ isError: true, data: { error: { code: 'invalid_input', whoseFault: 'you' } } });
    expect(answer.text).toContain('input.repositry: "repositry" is not a field here; there are repository');
    expect(answer.text).toContain('input.repository: Repository is needed');
  });

  describe.each(['auto', 'legacy'] as const)('what cannot be undone, with a client of the %s protocol', (era) => {
    async function pushed() {
      const repository = `team/${era}-${Math.random().toString(36).slice(2, 8)}`;
      return { repository, reference: await registry.pushImage(repository, 'v1') };
    }
    const isThere = async ({ repository }: { repository: string }) =>
      (await registry.listTags(repository).catch((): string[] => [])).includes('v1');
    const audited = async () =>
      (await tested.call(owner, 'GET', `/audit-log?action=action.run&targetId=${ids.registry}`)).body.data;

    test('is done once the person says yes, and audited as done by the key', async () => {
      const questions: string[] = [];
      const image = await pushed();
      const mine = await agent(
        owner,
        {},
        {
          era,
          answer({ message }) {
            questions.push(message);
            return { action: 'accept', content: { confirm: true } };
          },
        },
      );
      const answer = await call(mine, registryTool('deleteManifest'), image);
      told.push(questions);
      expect(answer).toMatchObject({ isError: false, data: { success: true } });
      expect(questions).toEqual([
        expect.stringMatching(/deleteManifest on the connection "Team Registry"[\s\S]*sha256:/),
      ]);
      expect(await isThere(image)).toBe(false);
      const me = await tested.call(owner, 'GET', '/me');
      expect((await audited())[0]).toMatchObject({
        actor: { type: 'api_key', id: me.body.apiKey.id },
        after: { operation: 'deleteManifest', safety: 'destructive', success: true },
      });
      expect(mine.errors).toEqual([]);
    });

    test.each([
      ['declines', { action: 'decline' }],
      ['turns away', { action: 'cancel' }],
      ['leaves the box empty', { action: 'accept', content: { confirm: false } }],
    ] as const)('is not done when the person %s', async (_, answer) => {
      const image = await pushed();
      const before = (await audited()).length;
      const mine = await agent(owner, { allowDestructive: true }, { era, answer: () => answer });
      const name = registryTool('deleteManifest');
      // Naming the connection does not stand in for a person who can be asked.
      const refused = await call(mine, name, { ...image, confirm: 'Team Registry' });
      expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('was not confirmed') });
      expect(await isThere(image)).toBe(true);
      expect(await audited()).toHaveLength(before);
    });

    test('is refused where nobody can be asked', async () => {
      const image = await pushed();
      const mine = await agent(owner, {}, { era });
      const [tool] = (await toolsOf(mine)).filter(({ name }) => name === registryTool('deleteManifest'));
      expect(tool?.inputSchema.properties).not.toHaveProperty('confirm');
      const refused = await call(mine, registryTool('deleteManifest'), { ...image, confirm: 'Team Registry' });
      expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('--allow-destructive') });
      expect(await isThere(image)).toBe(true);
    });

    test('is done there when that is allowed and the connection is named', async () => {
      const image = await pushed();
      const mine = await agent(owner, { allowDestructive: true }, { era });
      const name = registryTool('deleteManifest');
      const [tool] = (await toolsOf(mine)).filter((one) => one.name === name);
      expect(tool?.inputSchema.properties).toHaveProperty('confirm');
      for (const confirm of [undefined, 'Items', true]) {
        const refused = await call(mine, name, { ...image, ...(confirm !== undefined && { confirm }) });
        expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('confirm set to the name') });
        expect(await isThere(image)).toBe(true);
      }
      expect(await call(mine, name, { ...image, confirm: 'Team Registry' })).toMatchObject({ isError: false });
      expect(await isThere(image)).toBe(false);
    });

    test('asks through run_action too', async () => {
      const image = await pushed();
      let asked = 0;
      const answer = () => {
        asked += 1;
        return { action: 'accept', content: { confirm: true } } as const;
      };
      const mine = await agent(owner, { maxTools: 3 }, { era, answer });
      const input = { action: registryTool('deleteManifest'), input: image };
      expect(await call(mine, 'run_action', input)).toMatchObject({ isError: false });
      expect([asked, await isThere(image)]).toEqual([1, false]);
    });
  });

  test('with many actions there are two tools, to find one and to run it', async () => {
    const mine = await agent(owner, { maxTools: 3 });
    const tools = await toolsOf(mine);
    expect(tools.map(({ name }) => name)).toEqual(['find_action', 'run_action']);
    expect(tools[1]?.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true });
    const { data } = await call(mine, 'find_action', { query: 'tags of a repository', safety: 'read' });
    const [first] = data.actions as { name: string; inputSchema: object }[];
    expect(first).toMatchObject({ name: registryTool('listTags'), inputSchema: { required: ['repository'] } });
    await registry.pushImage('team/found', 'v2');
    const input = { action: registryTool('listTags'), input: { repository: 'team/found' } };
    expect((await call(mine, 'run_action', input)).data).toMatchObject({ items: [{ name: 'v2' }] });
    const wrong = await call(mine, 'run_action', { ...input, action: registryTool('listTag') });
    expect(wrong.text).toContain(`Did you mean "${registryTool('listTags')}"?`);
    const reading = await agent(owner, { maxTools: 3, tools: 'read' });
    expect((await toolsOf(reading))[1]?.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
  });

  test('found actions come page by page, each once', async () => {
    for (const number of [1, 2, 3]) await connect(owner, `Page ${number}`, inMemory());
    const mine = await agent(owner, { maxTools: 3 });
    const names: string[] = [];
    let after: unknown;
    let total: unknown;
    do {
      const { data } = await call(mine, 'find_action', after ? { after } : {});
      names.push(...(data.actions as { name: string }[]).map(({ name }) => name));
      ({ nextAfter: after, total } = data);
    } while (after);
    expect(names).toHaveLength(total as number);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(20);
  });

  test('connections of the same name have tools of their own', async () => {
    for (let number = 0; number < 8; number++) await connect(owner, 'The same name', inMemory());
    const mine = await agent(owner, { maxTools: 1_000 });
    const all = await toolsOf(mine);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(60);
  });

  test('no secret was told to anybody', () => {
    expect(told.length).toBeGreaterThan(20);
    for (const secret of [registry.password, owner, stranger]) assertNoCanary(secret, { told });
  });
});
