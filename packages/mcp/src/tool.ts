import type { CallToolResult, InputRequiredResult, ToolAnnotations } from '@modelcontextprotocol/server';

/** What a call knows of who made it. */
export interface CallContext {
  /** Aborted when the client takes the call back. */
  signal: AbortSignal;
  /** Whether the client can put a question to its person. */
  canAskPerson: boolean;
  /** What the person answered, by question; as the client sent it. */
  answers: Record<string, unknown> | undefined;
  /** Of the question that was answered: what it was asked under. As the client sent it. */
  questionId: string | undefined;
}

/** One tool as it is offered to an agent. */
export interface Tool {
  /** Letters, digits, `_` and `-`, at most 64 characters. */
  name: string;
  title: string;
  description: string;
  /** JSON Schema of an object. */
  inputSchema: { type: 'object'; [keyword: string]: unknown };
  annotations: ToolAnnotations;
  /** Throws a ToolFailure for what the caller should hear. */
  call(input: Record<string, unknown>, context: CallContext): Promise<CallToolResult | InputRequiredResult>;
}

/** Where tools come from. Throws a ToolFailure when they cannot be read. */
export interface ToolSource {
  /** Those there are, in an order that stays. With `isFresh` they are read anew where they may have changed. */
  list(options: { isFresh: boolean }): Promise<readonly Tool[]>;
}

/** Why a tool did not do what it was asked for, as a sentence for who asked: whose fault it is and the next step. */
export class ToolFailure extends Error {}
