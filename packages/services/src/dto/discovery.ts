/** What discovery found. */
export interface Discovered {
  /** The type asked for, in the manifest's own spelling. */
  resourceType: string;
  supportedResourceTypes: string[];
  resources: ({ id: string; name: string; url?: string | null } & Record<string, unknown>)[];
  /** True when there was more than one answer holds. */
  truncated: boolean;
}
