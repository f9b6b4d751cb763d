import { type Level, levels, plannedRules, rules, type VerifyReport } from '@patchbay/verify';

/** What a manifest lacks of the next level, a line each. Empty at the top. */
export function whatIsMissing(
  { manifests, problems, capped }: VerifyReport,
  id: string,
): { next: Level | null; lines: string[] } {
  const level = manifests.find((one) => one.id === id)?.level ?? 'invalid';
  const next = levels[level === 'invalid' ? 0 : levels.indexOf(level) + 1];
  if (next === undefined) return { next: null, lines: [] };
  const gates = new Set(rules.filter((rule) => rule.gates === next).map((rule) => rule.id));
  const open = [...problems, ...capped].filter(({ manifest, rule }) => manifest === id && gates.has(rule));
  const planned = plannedRules.filter((rule) => rule.gates === next);
  const evidence = planned.map((rule) => `${rule.evidence} (not yet checked)`);
  return { next, lines: [...new Set([...open.map(({ rule, message }) => `${rule}: ${message}`), ...evidence])] };
}
