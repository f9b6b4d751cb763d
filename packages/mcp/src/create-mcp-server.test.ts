import { ProtocolErrorCode } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import { connectClient } from './testing/connect-client.ts';
import { type Tool, ToolFailure, type ToolSource } from './tool.ts';

function makeTools(count: number, call: Tool['call'] = async () => ({ content: [], structuredContent: {} })): Tool[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ name: `tool_${index}`, title: `Tool ${index}`, description: 'It.', annotations: { readOnlyHint: true }, call },
    inputSchema: { type: 'object' },
  }));
}

const fixed = (tools: readonly Tool[]): ToolSource => ({ list: async () => tools });

test.each(['auto', 'legacy'] as const)('a long list comes in pages that miss nothing (%s)', async (era) => {
  const { client, close } = await connectClient({ sources: [fixed(makeTools(70)), fixed(makeTools(1))] }, { era });
  const first = await client.request({ method: 'tools/list', params: {} });
  expect(first.tools).toHaveLength(50);
  const second = await client.request({ method: 'tools/list', params: { cursor: first.nextCursor } });
  expect(second.tools).toHaveLength(21);
  expect(second.nextCursor).toBeUndefined();
  const names = [...first.tools, ...second.tools].map(({ name }) => name);
  expect(new Set(names).size).toBe(70);
  expect(first.tools[0]).not.toHaveProperty('call');
  await close();
});

test('a cursor of another list is refused', async () => {
  const { client, close } = await connectClient({ sources: [fixed(makeTools(2))] });
  const asked = client.request({ method: 'tools/list', params: { cursor: 'tool_9' } });
  await expect(asked).rejects.toMatchObject({ code: ProtocolErrorCode.InvalidParams });
  await close();
});

test('what nobody expected is not told to the agent, and told to who runs the server', async () => {
  const tools = makeTools(1, async () => {
    throw new Error('the password is hunter2');
  });
  const { client, errors, close } = await connectClient({ sources: [fixed(tools)] });
  const answer = await client.callTool({ name: 'tool_0' });
  expect(answer).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('not your fault') }] });
  expect(JSON.stringify(answer)).not.toContain('hunter2');
  expect(errors).toMatchObject([{ message: 'the password is hunter2' }]);
  await close();
});

test('a list that cannot be read says why', async () => {
  const source: ToolSource = {
    async list() {
      throw new ToolFailure('Nobody answers at http://127.0.0.1:1.');
    },
  };
  const { client, errors, close } = await connectClient({ sources: [source] });
  await expect(client.request({ method: 'tools/list', params: {} })).rejects.toThrow('Nobody answers at');
  expect(await client.callTool({ name: 'tool_0' })).toMatchObject({
    isError: true,
    content: [{ text: 'Nobody answers at http://127.0.0.1:1.' }],
  });
  expect(errors).toEqual([]);
  await close();
});

test('a tool that was not there is looked for once more', async () => {
  const asked: boolean[] = [];
  const source: ToolSource = {
    async list({ isFresh }) {
      asked.push(isFresh);
      return isFresh ? makeTools(1) : [];
    },
  };
  const { client, close } = await connectClient({ sources: [source] });
  expect(await client.callTool({ name: 'tool_0' })).toMatchObject({ structuredContent: {} });
  expect(asked).toEqual([false, true]);
  await close();
});
