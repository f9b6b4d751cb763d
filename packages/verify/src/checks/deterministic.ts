import type { SourceCheck } from '../check.ts';

export const deterministic: SourceCheck = {
  id: 'deterministic',
  title: 'Evaluated twice, the manifest is the same JSON',
  scope: 'source',
  gates: 'unlisted',
  severity: 'error',
  reason: 'its hash names what was reviewed and attested; it must not depend on when or where it is read',
  fix: 'write plain JSON values: text, numbers, true, false, null, lists and objects',
  samples: {
    passing: {},
    failing: {
      text: "import { defineManifest } from '@patchbay/schema';\nexport const manifesto = defineManifest({ schema: 1 });\n",
    },
  },
  check({ evaluation, file, at }) {
    if (!evaluation) return [];
    if (!evaluation.ok)
      return [
        {
          file,
          line: 1,
          message: `it could not be evaluated: ${evaluation.error}`,
          fix: 'export the data as `manifest`',
        },
      ];
    const findings = evaluation.notData.map((text) => ({
      ...at(text.split(':')[0] ?? ''),
      message: `${text} is no JSON value`,
    }));
    if (evaluation.first !== evaluation.second)
      findings.push({ file, line: 1, message: 'two evaluations gave different JSON' });
    return findings;
  },
};
