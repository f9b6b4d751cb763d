import { type InterfaceId, interfaceIds } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';

export const categoryInterfaces: ManifestCheck = {
  id: 'category-interfaces',
  title: 'All interfaces of a family are served, or it is said why not',
  scope: 'manifest',
  gates: 'gold',
  severity: 'error',
  reason: 'who writes against an interface expects any provider of its kind to serve the whole of it',
  fix: 'map the interface in `implements`, or say in `lacks` why the provider has nothing for it, with its page',
  samples: {
    passing: {
      change: (manifest) => ({
        ...manifest,
        implements: { 'notify.send': { operation: 'createComment', input: '{owner: channel, body: text}' } },
      }),
    },
    failing: {
      change: (manifest) => ({
        ...manifest,
        implements: { 'scm.comment': { operation: 'createComment', input: '{owner: owner, body: body}' } },
      }),
    },
  },
  check({ manifest, at }) {
    const served = new Set(Object.keys(manifest.implements));
    const lacking = new Set(Object.keys(manifest.lacks));
    const families = new Set([...served].map(familyOf));
    const missing = interfaceIds.filter((id) => families.has(familyOf(id)) && !served.has(id) && !lacking.has(id));
    const findings = missing.map((id) => ({
      ...at('implements'),
      message: `${familyOf(id)} is served, and ${id} neither mapped nor said to be lacking`,
    }));
    const claimed = (Object.keys(manifest.lacks) as InterfaceId[]).filter(
      (id) => served.has(id) || !families.has(familyOf(id)),
    );
    return [
      ...findings,
      ...claimed.map((id) => ({
        ...at(`lacks.${id}`),
        message: served.has(id)
          ? `${id} is said to be lacking, and is mapped`
          : `${id} is said to be lacking, and nothing of ${familyOf(id)} is served`,
        fix: 'remove it from `lacks`',
      })),
    ];
  },
};

/** scm.comment is of the family scm. */
function familyOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}
