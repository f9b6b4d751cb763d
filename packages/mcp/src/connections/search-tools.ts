import { closestName } from '@patchbay/registry';
import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { type Tool, ToolFailure } from '../tool.ts';
import type { Action } from './action.ts';
import { type ActionToolDeps, runConfirmed } from './action-tool.ts';
import { inputSchema } from './input-schema.ts';
import { safetyHints } from './safety-hints.ts';

/** Actions told at once. */
const pageSize = 20;

const findInput = z.strictObject({
  query: z.string().max(200).default('').describe('Words of the operation, connection or provider. Empty: all.'),
  safety: z.enum(['read', 'write', 'destructive']).optional().describe('Only actions of this kind.'),
  after: z.string().max(100).optional().describe('The nextAfter of the answer before.'),
});

const runInput = z.strictObject({
  action: z.string().min(1).max(100).describe('Its name, as find_action tells it.'),
  input: z.record(z.string(), z.unknown()).default({}).describe('What its inputSchema asks for.'),
  confirm: z
    .string()
    .max(200)
    .optional()
    .describe(
      'Only for what cannot be undone, where nobody can be asked: the name of the connection, once the person you work for agreed.',
    ),
});

/** Two tools instead of one each, for more actions than an agent should be shown at once. */
export function searchTools(actions: readonly Action[], deps: ActionToolDeps): Tool[] {
  const find = defineTool({
    name: 'find_action',
    title: 'Find an action',
    description: `Find what can be done through the connections of this organization, by words. Tells the name and input of each for run_action. There are ${actions.length}.`,
    input: findInput,
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    run: async (input) => findActions(actions, input),
  });
  const run: Tool = {
    name: 'run_action',
    title: 'Run an action',
    description:
      'Run an action that find_action told of. What cannot be undone is done only after a person has confirmed it.',
    inputSchema: { ...z.toJSONSchema(runInput, { io: 'input' }), type: 'object' },
    // The gravest of what it can do: clients may let what only reads pass unasked.
    annotations: safetyHints(gravest(actions)),
    async call(given, context) {
      const parsed = runInput.safeParse(given);
      if (!parsed.success) throw new ToolFailure('Give action, the name find_action tells, and input, an object.');
      const { action: name, input, confirm } = parsed.data;
      return runConfirmed(requireAction(actions, name), input, context, deps, { argument: 'confirm', named: confirm });
    },
  };
  return [find, run];
}

function findActions(actions: readonly Action[], { query, safety, after }: z.output<typeof findInput>) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = actions
    .filter((action) => safety === undefined || action.safety === safety)
    .map((action) => ({ action, hits: countHits(action, words) }))
    .filter(({ hits }) => words.length === 0 || hits > 0)
    .toSorted((a, b) => b.hits - a.hits)
    .map(({ action }) => action);
  const start = after === undefined ? 0 : found.findIndex(({ name }) => name === after) + 1;
  const page = found.slice(start, start + pageSize);
  return {
    actions: page.map(({ name, connection, provider, operation, description, safety, fields }) => ({
      ...{ name, connection: connection.name, provider, operation, description, safety },
      inputSchema: inputSchema(fields),
    })),
    total: found.length,
    ...(start + pageSize < found.length && { nextAfter: page.at(-1)?.name }),
  };
}

function countHits({ name, connection, provider, operation, description }: Action, words: readonly string[]): number {
  const text = [name, connection.name, provider, operation, description].join(' ').toLowerCase();
  return words.filter((word) => text.includes(word)).length;
}

function requireAction(actions: readonly Action[], name: string): Action {
  const action = actions.find((one) => one.name === name);
  if (action) return action;
  const nearest = closestName(
    name,
    actions.map((one) => one.name),
  );
  throw new ToolFailure(
    `There is no action "${name}". ${nearest ? `Did you mean "${nearest}"?` : 'find_action tells those there are.'}`,
  );
}

function gravest(actions: readonly Action[]): Action['safety'] {
  const has = (safety: Action['safety']) => actions.some((action) => action.safety === safety);
  if (has('destructive')) return 'destructive';
  return has('write') ? 'write' : 'read';
}
