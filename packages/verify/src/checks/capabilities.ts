import type { Capability } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { capabilityProofs } from '../support/capability-proofs.ts';

export const capabilities: ManifestCheck = {
  id: 'capabilities',
  title: 'Declared capabilities equal what the sections prove',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'people choose providers by capability; a declared one without its section is a broken promise',
  fix: 'declare what the sections hold, no more and no less',
  samples: {
    passing: {},
    failing: { change: (manifest) => ({ ...manifest, capabilities: ['health', 'write', 'discovery', 'checks'] }) },
  },
  check({ manifest, at }) {
    return Object.entries(capabilityProofs).flatMap(([name, { section, holds }]) => {
      const isDeclared = manifest.capabilities.includes(name as Capability);
      if (isDeclared === holds(manifest)) return [];
      const message = isDeclared
        ? `"${name}" is declared, but there is no ${section}`
        : `"${name}" is not declared, but there is ${section}`;
      const fix = isDeclared ? `remove "${name}" or add the section` : `add "${name}"`;
      return [{ ...at('capabilities'), message, fix }];
    });
  },
};
