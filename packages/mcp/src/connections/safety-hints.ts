import type { ToolAnnotations } from '@modelcontextprotocol/server';
import type { Safety } from './action.ts';

/** What a client may think of an operation before it asks its person. */
export function safetyHints(safety: Safety): ToolAnnotations {
  const isRead = safety === 'read';
  return {
    readOnlyHint: isRead,
    destructiveHint: safety === 'destructive',
    idempotentHint: isRead,
    openWorldHint: true,
  };
}
