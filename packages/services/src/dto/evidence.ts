/** What a check did and saw. Its hash covers everything here and the hash before it. */
export interface Evidence {
  id: string;
  organizationId: string;
  /** 1, 2, 3 … within the organization, without gaps. */
  seq: number;
  at: string;
  /** What kind of check: `doctor`, `health`. */
  kind: string;
  verdict: string;
  summary: string;
  connectionId: string;
  connectionName: string;
  providerSlug: string;
  runId: string | null;
  actorType: string;
  actorId: string;
  actorLabel: string | null;
  content: unknown;
  prevHash: string;
  hash: string;
}
