import { readFile } from 'node:fs/promises';
import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  isInputRequiredResult,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { closestName } from '@patchbay/registry';
import packageFile from '../package.json' with { type: 'json' };
import { type CallContext, type Tool, ToolFailure, type ToolSource } from './tool.ts';

/** A page of documentation an agent can read. */
export interface Page {
  uri: string;
  name: string;
  title: string;
  description: string;
  /** Markdown; read when it is asked for. */
  file: string;
}

export interface McpServerOptions {
  sources: readonly ToolSource[];
  pages: readonly Page[];
  /** What an agent should know before it calls anything. */
  instructions: string;
  /** Told what nobody expected; the agent hears only that something failed. */
  onError(error: unknown): void;
}

/** Tools told at once; clients ask for the rest page by page. */
const pageSize = 50;

/** A server of the Model Context Protocol that offers the tools of its sources. One serves one client. */
export function createMcpServer({ sources, pages, instructions, onError }: McpServerOptions): McpServer {
  const mcp = new McpServer({ name: 'patchbay', title: 'Patchbay', version: packageFile.version }, { instructions });
  // Tools come and go with connections and rights, so their list is read when it is asked for.
  mcp.server.registerCapabilities({ tools: {} });
  mcp.server.setRequestHandler('tools/list', async ({ params }) => {
    const tools = await readTools(sources, params?.cursor === undefined).catch((error: unknown) => {
      throw new ProtocolError(ProtocolErrorCode.InternalError, sentenceOf(error, onError));
    });
    const start = findStart(tools, params?.cursor);
    const page = tools.slice(start, start + pageSize);
    const last = page.at(-1);
    return {
      tools: page.map(({ call: _, ...shown }) => shown),
      ...(last && start + pageSize < tools.length && { nextCursor: last.name }),
    };
  });
  mcp.server.setRequestHandler('tools/call', async ({ params }, context) => {
    try {
      const tool = await requireTool(sources, params.name);
      const answer = await tool.call(params.arguments ?? {}, toCallContext(mcp, context));
      return isInputRequiredResult(answer) ? answer : withText(answer);
    } catch (error) {
      return { isError: true, content: [{ type: 'text', text: sentenceOf(error, onError) }] };
    }
  });
  for (const { name, uri, title, description, file } of pages) {
    mcp.registerResource(name, uri, { title, description, mimeType: 'text/markdown' }, async () => ({
      contents: [{ uri, mimeType: 'text/markdown', text: await readFile(file, 'utf8') }],
    }));
  }
  return mcp;
}

async function readTools(sources: readonly ToolSource[], isFresh: boolean): Promise<Tool[]> {
  return (await Promise.all(sources.map((source) => source.list({ isFresh })))).flat();
}

/** A tool that is not known may be of a connection made since, so what there is is read once more. */
async function requireTool(sources: readonly ToolSource[], name: string): Promise<Tool> {
  const find = (tools: readonly Tool[]) => tools.find((tool) => tool.name === name);
  const known = find(await readTools(sources, false));
  if (known) return known;
  const tools = await readTools(sources, true);
  const tool = find(tools);
  if (tool) return tool;
  const nearest = closestName(
    name,
    tools.map((one) => one.name),
  );
  throw new ToolFailure(
    `There is no tool "${name.slice(0, 100)}" here.${nearest ? ` Did you mean "${nearest}"?` : ' List the tools again.'}`,
  );
}

function findStart(tools: readonly Tool[], cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const index = tools.findIndex(({ name }) => name === cursor);
  if (index >= 0) return index + 1;
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'This cursor is of a list that has changed. Begin anew.');
}

function toCallContext(mcp: McpServer, { mcpReq }: ServerContext): CallContext {
  const questionId = mcpReq.requestState<unknown>();
  return {
    signal: mcpReq.signal,
    canAskPerson: hasForms(readCapabilities(mcp, mcpReq.envelope)),
    answers: mcpReq.inputResponses,
    questionId: typeof questionId === 'string' ? questionId : undefined,
  };
}

/** Newer clients say with each request what they can do, older ones when they connect. */
function readCapabilities(mcp: McpServer, envelope: object | undefined): ClientCapabilities | undefined {
  const told = envelope as Record<string, ClientCapabilities | undefined> | undefined;
  return told?.[CLIENT_CAPABILITIES_META_KEY] ?? mcp.server.getClientCapabilities();
}

/** Whether questions can be put as forms; a client that names no kind of question means these. */
function hasForms(capabilities: ClientCapabilities | undefined): boolean {
  const elicitation = capabilities?.elicitation;
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
}

/** Not every client reads structured content, so the same stands there as text. */
function withText(answer: CallToolResult): CallToolResult {
  if (answer.content.length > 0) return answer;
  return { ...answer, content: [{ type: 'text', text: JSON.stringify(answer.structuredContent) }] };
}

function sentenceOf(error: unknown, onError: (error: unknown) => void): string {
  if (error instanceof ToolFailure) return error.message;
  onError(error);
  return 'Something failed inside Patchbay, and it is not your fault. What happened is in the error output of patchbay mcp.';
}
