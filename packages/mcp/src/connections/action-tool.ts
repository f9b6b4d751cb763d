import { type CallContext, type Tool, ToolFailure } from '../tool.ts';
import type { Action } from './action.ts';
import type { Ask } from './ask.ts';
import type { Confirmations } from './confirmations.ts';
import { inputSchema } from './input-schema.ts';
import { perform } from './perform.ts';
import { safetyHints } from './safety-hints.ts';

export interface ActionToolDeps {
  ask: Ask;
  confirmations: Confirmations;
  /** Whether what cannot be undone may be confirmed by an argument where nobody can be asked. */
  allowDestructive: boolean;
}

/** One action as a tool of its own. */
export function actionTool(action: Action, deps: ActionToolDeps): Tool {
  const { name, connection, provider, operation, description, safety, fields } = action;
  const argument = safety === 'destructive' && deps.allowDestructive ? confirmArgument(fields) : null;
  const schema = inputSchema(fields);
  return {
    name,
    title: `${connection.name}: ${operation}`,
    description: `${description}\n${provider}, connection "${connection.name}". ${safetySentence[safety]}`,
    inputSchema: argument === null ? schema : withConfirm(schema, argument, connection.name),
    annotations: safetyHints(safety),
    call(given, context) {
      if (argument === null)
        return runConfirmed(action, given, context, deps, { argument: 'confirm', named: undefined });
      const { [argument]: named, ...input } = given;
      return runConfirmed(action, input, context, deps, { argument, named });
    },
  };
}

/** Runs an action, after its confirmation where it takes one. */
export async function runConfirmed(
  action: Action,
  input: Record<string, unknown>,
  context: CallContext,
  { ask, confirmations, allowDestructive }: ActionToolDeps,
  confirm: { argument: string; named: unknown },
) {
  if (action.safety === 'destructive') {
    const question = confirmations.require(action, input, context, { allowDestructive, ...confirm });
    if (question) return question;
  }
  if (context.signal.aborted) throw new ToolFailure('The call was taken back before anything was sent.');
  return perform(ask, action, input, context.signal);
}

const safetySentence: Record<Action['safety'], string> = {
  read: 'Changes nothing.',
  write: 'Changes something there.',
  destructive: 'Cannot be undone; a person is asked first.',
};

/** An operation may have an input of the usual name itself. */
function confirmArgument(fields: Action['fields']): string {
  return fields.some(({ name }) => name === 'confirm') ? 'confirm_connection' : 'confirm';
}

function withConfirm(schema: Tool['inputSchema'], argument: string, name: string): Tool['inputSchema'] {
  const properties = schema.properties as Record<string, unknown>;
  const description = `Only where nobody can be asked: the name of the connection, "${name}", once the person you work for agreed.`;
  return { ...schema, properties: { ...properties, [argument]: { type: 'string', description } } };
}
