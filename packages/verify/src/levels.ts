import { type Level, levels } from './check.ts';
import { plannedRules } from './planned.ts';

/** The outcome of one rule for one manifest. Warnings never count. */
export interface RuleOutcome {
  rule: string;
  gates: Level;
  /** skipped: it could not run, because the manifest is not valid. */
  result: 'passed' | 'failed' | 'skipped';
}

export interface QualityLevel {
  /** `invalid`: not even unlisted; it must not be merged. */
  level: Level | 'invalid';
  /** The weakest evidence: what keeps it from the next level. Null at the top. */
  weakest: string | null;
}

/** The highest level whose rules all passed. Rules that are not built yet count as not passed: a level is never a claim. */
export function computeLevel(outcomes: readonly RuleOutcome[]): QualityLevel {
  let reached: Level | 'invalid' = 'invalid';
  for (const level of levels) {
    const open = outcomes.find((outcome) => outcome.gates === level && outcome.result !== 'passed');
    if (open)
      return {
        level: reached,
        weakest: `${level} needs ${open.rule}, which ${open.result === 'failed' ? 'fails' : 'could not run'}`,
      };
    const planned = plannedRules.filter((rule) => rule.gates === level);
    const [first] = planned;
    if (first) {
      const others = planned.length > 1 ? ` and ${planned.length - 1} more` : '';
      return { level: reached, weakest: `${level} needs ${first.evidence}${others}, not yet checked` };
    }
    reached = level;
  }
  return { level: reached, weakest: null };
}
