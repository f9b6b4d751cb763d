export { clonePages } from './clone/clone-pages.ts';
export { type Clone, cloneTools } from './clone/clone-tools.ts';
export type { Ask } from './connections/ask.ts';
export { type ConnectionTools, type ConnectionToolsOptions, connectionTools } from './connections/connection-tools.ts';
export type { ActionFilter } from './connections/read-actions.ts';
export { createMcpServer, type McpServerOptions, type Page } from './create-mcp-server.ts';
export { type StdioOptions, serveStdio } from './serve-stdio.ts';
export { type Tool, ToolFailure, type ToolSource } from './tool.ts';
