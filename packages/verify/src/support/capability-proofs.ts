import type { Capability, Manifest } from '@patchbay/schema';

/** What proves a capability: the section people look for, and whether it is there. */
export interface CapabilityProof {
  section: string;
  holds(manifest: Manifest): boolean;
}

export const capabilityProofs: Readonly<Record<Capability, CapabilityProof>> = {
  sync: { section: 'syncs', holds: ({ syncs }) => Object.keys(syncs).length > 0 },
  webhook: { section: 'webhooks', holds: ({ webhooks }) => webhooks !== undefined },
  realtime: {
    section: 'webhooks.events that run syncs or hold records',
    holds: ({ webhooks }) =>
      Object.values(webhooks?.events ?? {}).some((event) => event.syncs.length > 0 || event.record !== undefined),
  },
  write: {
    section: 'operations that are not reads',
    holds: ({ operations }) => Object.values(operations).some(({ safety }) => safety !== 'read'),
  },
  checks: { section: 'implements[scan.run] or implements[vuln.lookup]', holds: serves('scan.run', 'vuln.lookup') },
  discovery: { section: 'resources', holds: ({ resources }) => Object.keys(resources).length > 0 },
  health: { section: 'test', holds: () => true },
  annotate: {
    section: 'implements[scm.comment], [scm.status] or [scm.checkRun]',
    holds: serves('scm.comment', 'scm.status', 'scm.checkRun'),
  },
};

function serves(...ids: (keyof Manifest['implements'])[]): (manifest: Manifest) => boolean {
  return (manifest) => ids.some((id) => manifest.implements[id] !== undefined);
}
