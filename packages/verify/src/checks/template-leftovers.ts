import type { SourceCheck } from '../check.ts';

const leftovers: [pattern: RegExp, what: string][] = [
  [/\bTODO\b|\bFIXME\b|\bXXX\b/, 'a note to yourself'],
  [/\bCHANGE[_-]?ME\b|<your[- ][^>]*>|\bREPLACE[_-]?ME\b/i, 'a blank of the template'],
  [/\blorem ipsum\b/i, 'filler text'],
  [/\bYour provider\b|\bmy-provider\b/i, 'the name of the template'],
];

export const templateLeftovers: SourceCheck = {
  id: 'template-leftovers',
  title: 'Nothing of the template is left',
  scope: 'source',
  gates: 'unlisted',
  severity: 'error',
  reason: 'people read these texts in the catalog and in forms',
  fix: 'write what it should say, or remove it',
  samples: {
    passing: {},
    failing: { change: (manifest) => ({ ...manifest, description: 'TODO: say what connecting it gives.' }) },
  },
  check({ files, folder }) {
    const findings = [];
    for (const [name, text] of files) {
      if (name.startsWith('fixtures/')) continue;
      for (const [index, line] of text.split('\n').entries()) {
        const leftover = leftovers.find(([pattern]) => pattern.test(line));
        const match = leftover?.[0].exec(line)?.[0];
        if (leftover)
          findings.push({ file: `${folder}/${name}`, line: index + 1, message: `"${match}" is ${leftover[1]}` });
      }
    }
    return findings;
  },
};
