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
  /** What is proven is added; what is declared without its section may be the section that was forgotten. */
  repair({ manifest, syntax, file, folder }) {
    const missing = Object.entries(capabilityProofs)
      .filter(([name, { holds }]) => holds(manifest) && !manifest.capabilities.includes(name as Capability))
      .map(([name]) => `'${name}'`);
    const node = syntax.nodeAt('capabilities');
    if (missing.length === 0 || node?.type !== 'ArrayExpression') return [];
    const last = node.elements.at(-1);
    const offset = last?.end ?? node.start + 1;
    const edit = { start: offset, end: offset, text: `${last ? ', ' : ''}${missing.join(', ')}` };
    return [
      { file: file.slice(folder.length + 1), what: `adds the capabilities ${missing.join(', ')}`, edits: [edit] },
    ];
  },
};
