import type { Manifest } from '@patchbay/schema';
import type { Level } from './check.ts';

/** A rule of the plan that is not built yet. No manifest reaches a level that needs it, unless it has nothing the rule could hold. */
export interface PlannedRule {
  id: string;
  title: string;
  gates: Level;
  /** What the badge calls the missing evidence. */
  evidence: string;
  /** Whether a manifest has what the rule is about. Default: every manifest. */
  appliesTo?(manifest: Manifest): boolean;
}

export const plannedRules: readonly PlannedRule[] = [
  {
    id: 'error-table',
    title: 'Every rule of the error table is shown by a fixture',
    gates: 'silver',
    evidence: 'a replayed error table',
  },
  {
    id: 'hostile-pagination',
    title: 'Paging ends and loses nothing against a hostile server',
    gates: 'silver',
    evidence: 'hostile pagination',
    appliesTo: ({ operations }) => Object.values(operations).some(({ paginate }) => paginate !== undefined),
  },
  {
    id: 'sync-state',
    title: 'A second read from the saved state is empty, and late writes are not lost',
    gates: 'silver',
    evidence: 'a second sync from the saved state',
    appliesTo: ({ syncs }) => Object.keys(syncs).length > 0,
  },
  {
    id: 'operation-scopes',
    title: 'Each operation names its scopes; the default is their union',
    gates: 'silver',
    evidence: 'scopes per operation',
  },
  {
    id: 'golden-requests',
    title: 'The rendered example of each operation equals its golden file',
    gates: 'silver',
    evidence: 'golden requests',
  },
  {
    id: 'mutations-silver',
    title: 'At least 70 % of mutations turn something red',
    gates: 'silver',
    evidence: 'a mutation score',
  },
  {
    id: 'category-interfaces',
    title: 'All interfaces of the category are implemented',
    gates: 'gold',
    evidence: 'all interfaces of its category',
  },
  {
    id: 'recorded-fixtures',
    title: 'At least 80 % of fixtures are recorded',
    gates: 'gold',
    evidence: 'recorded fixtures',
  },
  {
    id: 'live-attestation',
    title: "A live run of at most 180 days ago is bound to the manifest's hash",
    gates: 'gold',
    evidence: 'a live attestation',
  },
  {
    id: 'compatibility',
    title: 'The version rises as the change against the base branch requires',
    gates: 'gold',
    evidence: 'a semantic diff',
  },
  {
    id: 'live-canary',
    title: 'A live canary passes every night',
    gates: 'platinum',
    evidence: 'a nightly live canary',
  },
  {
    id: 'fresh-contract',
    title: 'The contract was taken at most 30 days ago',
    gates: 'platinum',
    evidence: 'a contract of the last 30 days',
  },
];
