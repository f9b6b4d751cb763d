import { createHash, randomUUID } from 'node:crypto';
import { acceptedContent, type InputRequiredResult, inputRequired, inputResponse } from '@modelcontextprotocol/server';
import { showUnseen } from '@patchbay/verify';
import { z } from 'zod';
import { type CallContext, ToolFailure } from '../tool.ts';
import type { Action } from './action.ts';

/** How long a person may think, in milliseconds. */
const patienceMs = 600_000;
/** Most characters of a value, and of a whole input, that a question shows. */
const maxValue = 200;
const maxShown = 4_000;

const answerSchema = z.object({
  confirm: z.boolean().describe('Whether it is to be done.'),
});

export interface ConfirmationOptions {
  /** Whether who cannot be asked may confirm by naming the connection. */
  allowDestructive: boolean;
  /** What the argument is called that names the connection. */
  argument: string;
  /** What it holds. */
  named: unknown;
}

export interface Confirmations {
  /**
   * Null when the action was confirmed for exactly this input, else the question to put. Throws a ToolFailure when it was declined,
   * or when nobody can be asked and that is not allowed.
   */
  require(
    action: Action,
    input: Record<string, unknown>,
    context: CallContext,
    options: ConfirmationOptions,
  ): InputRequiredResult | null;
}

/** Keeps which questions are open. Each counts once, for the call it was asked for. */
export function createConfirmations(now: () => number = Date.now): Confirmations {
  const open = new Map<string, { subject: string; endsAt: number }>();

  function take(questionId: string | undefined, subject: string): boolean {
    for (const [id, { endsAt }] of open) if (endsAt < now()) open.delete(id);
    const question = questionId === undefined ? undefined : open.get(questionId);
    if (questionId === undefined || question?.subject !== subject) return false;
    open.delete(questionId);
    return true;
  }

  return {
    require(action, input, context, options) {
      if (!context.canAskPerson) {
        requireNamed(action, options);
        return null;
      }
      const subject = digest([action.connection.id, action.operation, input]);
      if (take(context.questionId, subject)) {
        if (acceptedContent(context.answers, 'confirm', answerSchema)?.confirm === true) return null;
        const { kind } = inputResponse(context.answers, 'confirm');
        if (kind === 'elicit') {
          throw new ToolFailure(
            `"${action.operation}" on "${action.connection.name}" was not confirmed, so nothing was sent. Do not try again unless you are asked to.`,
          );
        }
      }
      const questionId = randomUUID();
      open.set(questionId, { subject, endsAt: now() + patienceMs });
      const message = describe(action, input);
      return inputRequired({
        inputRequests: { confirm: inputRequired.elicit({ message, requestedSchema: answerSchema }) },
        requestState: questionId,
      });
    },
  };
}

function requireNamed({ operation, connection }: Action, options: ConfirmationOptions): void {
  const what = `"${operation}" on "${connection.name}" cannot be undone`;
  if (!options.allowDestructive) {
    throw new ToolFailure(
      `${what}, and this client cannot ask its person, so nothing was sent. Use a client that knows elicitation, or start patchbay mcp with --allow-destructive.`,
    );
  }
  if (options.named === connection.name) return;
  throw new ToolFailure(
    `${what}, so nothing was sent. Ask the person you work for; if they agree, call again with ${options.argument} set to the name of the connection, "${connection.name}".`,
  );
}

function describe({ operation, connection, provider, description, fields }: Action, input: Record<string, unknown>) {
  const hidden = new Set(fields.filter(({ type }) => type === 'secret' || type === 'file').map(({ name }) => name));
  // What the operation takes comes first, and nothing is long: else filling could push what counts out of sight.
  const known = fields.map(({ name }) => name).filter((name) => Object.hasOwn(input, name));
  const names = [...new Set([...known, ...Object.keys(input)])];
  const shown = names.map(
    (name) =>
      `${cut(JSON.stringify(name), maxValue)}:${hidden.has(name) ? '"[hidden]"' : cut(JSON.stringify(input[name]), maxValue)}`,
  );
  const text = showUnseen(cut(`{${shown.join(',')}}`, maxShown));
  return `Run ${operation} on the connection "${connection.name}" (${provider})?\n${description}\nInput: ${text}`;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)} … (${text.length} characters)` : text;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
