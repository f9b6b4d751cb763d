import type { Level, ManifestCheck } from '../check.ts';
import { suggest } from '../support/suggest.ts';

export const exemptions: ManifestCheck = {
  id: 'exemptions',
  title: 'Exemptions are needed, allowed and not over',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'an exemption that nobody needs, or whose time is over, hides the next fault',
  fix: 'remove the exemption, or do what the rule asks for',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        exemptions: [
          {
            rule: 'pagination',
            reason: 'The provider pages wrongly today.',
            owner: '@patchbay/a',
            until: '2020-01-31',
          },
        ],
      }),
    },
  },
  check({ manifest, others, now, at }) {
    return manifest.exemptions.flatMap(({ rule, until }, index) => {
      const place = at(`exemptions.${index}`);
      if (isOver(until, now)) return [{ ...place, message: `the exemption from "${rule}" ended on ${until}` }];
      if (!others) return [];
      const gates = others.gates.get(rule);
      if (gates === undefined)
        return [{ ...place, message: `there is no rule "${rule}"`, fix: suggest(rule, [...others.gates.keys()]) }];
      if (!isExemptible(gates))
        return [{ ...place, message: `"${rule}" keeps everybody safe, and nobody is exempted from it` }];
      if ((others.found.get(rule) ?? 0) === 0)
        return [{ ...place, message: `"${rule}" finds nothing, so the exemption from it is not needed` }];
      return [];
    });
  },
};

/** What must hold for a manifest to stand in the tree at all holds for every one. */
export function isExemptible(gates: Level): boolean {
  return gates !== 'unlisted';
}

/** The last day counts, wherever one is. */
export function isOver(until: string, now: number): boolean {
  return now >= Date.parse(until) + 36 * 3_600_000;
}
