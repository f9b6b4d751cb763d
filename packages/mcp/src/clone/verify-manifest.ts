import { type Level, levels, type Problem, verify } from '@patchbay/verify';
import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import type { Tool } from '../tool.ts';
import { asFailure } from './as-failure.ts';
import type { Clone } from './clone-tools.ts';

/** Most places told at once; correcting the first usually takes others away. */
const maxPlaces = 100;

const input = z.strictObject({
  ids: z
    .array(z.string().min(1).max(100))
    .max(100)
    .default([])
    .describe('Manifests to verify. None: all of them, and the rules of the repository; that takes longer.'),
  level: z.enum(levels).optional().describe('Also say which manifests are below this level.'),
});

export function verifyManifestTool({ root }: Clone): Tool {
  return defineTool({
    name: 'verify_manifest',
    title: 'Verify manifests',
    description:
      'Prove manifests correct, the same way CI does, without network or account. Tells the level each reaches and all problems, grouped by rule, with file, line, why it matters and the fix. Call it after every change of a manifest, its contract or fixtures.',
    input,
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    async run({ ids, level }) {
      const { manifests, problems } = await asFailure(() => verify({ root, ids }));
      const errors = problems.filter(({ severity }) => severity === 'error').length;
      const rank = (reached: Level | 'invalid') => (reached === 'invalid' ? -1 : levels.indexOf(reached));
      const below = manifests.filter((one) => level !== undefined && rank(one.level) < rank(level));
      return {
        isCorrect: errors === 0 && below.length === 0,
        manifests: manifests.map((one) => ({ id: one.id, level: one.level, missingForNextLevel: one.weakest })),
        ...(level !== undefined && { belowLevel: below.map(({ id }) => id) }),
        errors,
        warnings: problems.length - errors,
        problems: groupByRule(problems.slice(0, maxPlaces)),
        ...(problems.length > maxPlaces && { problemsLeftOut: problems.length - maxPlaces }),
      };
    },
  });
}

/** The reason is said once for each rule, and the fix where it is the same everywhere. */
function groupByRule(problems: readonly Problem[]) {
  const groups = Map.groupBy(problems, ({ rule, severity }) => `${severity} ${rule}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const isOneFix = group.every(({ fix }) => fix === first.fix);
    return {
      rule: first.rule,
      severity: first.severity,
      why: first.why,
      ...(isOneFix && { fix: first.fix }),
      places: group.map(({ file, line, manifest, message, fix }) => ({
        file,
        line,
        ...(manifest !== null && { manifest }),
        message,
        ...(!isOneFix && { fix }),
      })),
    };
  });
}
