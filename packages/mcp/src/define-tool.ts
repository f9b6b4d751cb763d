import type { ToolAnnotations } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { type Tool, ToolFailure } from './tool.ts';

export interface ToolDefinition<Input extends z.ZodObject> {
  name: string;
  title: string;
  description: string;
  input: Input;
  annotations: ToolAnnotations;
  /** Answers with data that JSON can hold. Throws a ToolFailure for what the caller should hear. */
  run(input: z.output<Input>, context: { signal: AbortSignal }): Promise<Record<string, unknown>>;
}

/** A tool whose input is described and checked by one schema, and which answers with data. */
export function defineTool<Input extends z.ZodObject>({ input, run, ...shown }: ToolDefinition<Input>): Tool {
  return {
    ...shown,
    inputSchema: { ...z.toJSONSchema(input, { io: 'input' }), type: 'object' },
    async call(given, { signal }) {
      const parsed = input.safeParse(given);
      if (!parsed.success) throw new ToolFailure(describeIssues(parsed.error.issues));
      return { content: [], structuredContent: await run(parsed.data, { signal }) };
    },
  };
}

function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const lines = issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message));
  return `The input does not fit: ${lines.join('; ')}. Correct it and call again.`;
}
