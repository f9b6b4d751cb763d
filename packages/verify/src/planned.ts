import type { Level } from './check.ts';

/** A rule of the plan that is not built yet. No manifest reaches a level that needs it. */
export interface PlannedRule {
  id: string;
  title: string;
  gates: Level;
  /** What the badge calls the missing evidence. */
  evidence: string;
}

export const plannedRules: readonly PlannedRule[] = [
  {
    id: 'live-canary',
    title: 'A live canary passes every night',
    gates: 'platinum',
    evidence: 'a nightly live canary',
  },
];
