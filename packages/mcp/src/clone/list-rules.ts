import { levels, plannedRules, rules } from '@patchbay/verify';
import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import type { Tool } from '../tool.ts';

export function listRulesTool(): Tool {
  return defineTool({
    name: 'list_rules',
    title: 'List the rules',
    description:
      'List the rules of verify by the level that needs them: what holds when each passes. A manifest has the highest level whose rules all pass.',
    input: z.strictObject({ level: z.enum(levels).optional().describe('Only the rules this level adds.') }),
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    async run({ level }) {
      const wanted = <Rule extends { gates: string }>(list: readonly Rule[]) =>
        list.filter(({ gates }) => level === undefined || gates === level);
      return {
        rules: wanted(rules).map(({ id, title, gates, severity, scope }) => ({ id, title, gates, severity, scope })),
        planned: wanted(plannedRules).map(({ id, title, gates }) => ({ id, title, gates })),
      };
    },
  });
}
