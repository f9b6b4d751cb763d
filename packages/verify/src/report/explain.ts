import { plannedRules } from '../planned.ts';
import { rules } from '../rules.ts';
import { suggest } from '../support/suggest.ts';

/** What a rule wants and why, or null when there is none of that id. */
export function explainRule(id: string): string | null {
  const rule = rules.find((item) => item.id === id);
  if (rule)
    return [
      `${rule.id}: ${rule.title}`,
      `  why    ${rule.reason}`,
      `  fix    ${rule.fix}`,
      ...(rule.repair ? ['  --fix  corrects it where there is only one way to'] : []),
      `  gates  ${rule.gates}${rule.severity === 'warning' ? ' (a warning: it never holds a manifest back)' : ''}`,
      '',
    ].join('\n');
  const planned = plannedRules.find((item) => item.id === id);
  return planned
    ? `${planned.id}: ${planned.title}\n  gates  ${planned.gates}; not built yet, so nothing reaches that level\n`
    : null;
}

/** The sentence for a rule nobody knows. */
export function unknownRule(id: string): string {
  const ids = [...rules, ...plannedRules].map((rule) => rule.id);
  return `There is no rule "${id}"; ${suggest(id, ids)}`;
}
