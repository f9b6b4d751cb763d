import { closestName } from '@patchbay/registry';
import { plannedRules, rules } from '@patchbay/verify';
import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { type Tool, ToolFailure } from '../tool.ts';

export function explainRuleTool(): Tool {
  return defineTool({
    name: 'explain_rule',
    title: 'Explain a rule',
    description:
      'Say what a rule of verify wants, why it matters to somebody, how to satisfy it and which level needs it.',
    input: z.strictObject({ rule: z.string().min(1).max(100).describe('Its id, such as pagination.') }),
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    async run({ rule: id }) {
      const rule = rules.find((one) => one.id === id);
      if (rule) {
        const { title, reason, fix, gates, severity, scope } = rule;
        return { rule: id, title, why: reason, fix, gates, severity, scope };
      }
      const planned = plannedRules.find((one) => one.id === id);
      if (planned) return { rule: id, title: planned.title, gates: planned.gates, isPlanned: true };
      const nearest = closestName(
        id,
        [...rules, ...plannedRules].map((one) => one.id),
      );
      throw new ToolFailure(
        `There is no rule "${id}". ${nearest ? `Did you mean "${nearest}"?` : 'list_rules names those there are.'}`,
      );
    },
  });
}
