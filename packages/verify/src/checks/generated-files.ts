import type { RepositoryCheck } from '../check.ts';

export const generatedFiles: RepositoryCheck = {
  id: 'generated-files',
  title: 'Generated files are fresh',
  scope: 'repository',
  gates: 'unlisted',
  severity: 'error',
  reason: 'what is generated is read instead of its source: a manifest that is not in the index does not exist',
  fix: 'run `pnpm generate` and commit the result',
  samples: {
    passing: { repository: { generated: [{ file: 'a.gen.ts', current: 'one\n', wanted: { text: 'one\n' } }] } },
    failing: {
      repository: { generated: [{ file: 'a.gen.ts', current: 'one\ntwo\n', wanted: { text: 'one\nthree\n' } }] },
    },
  },
  check({ generated }) {
    return generated.flatMap(({ file, current, wanted }) => {
      if ('error' in wanted)
        return [
          { file, line: 1, message: `the generator of ${file} fails: ${wanted.error}`, fix: 'correct what it reads' },
        ];
      if (current === null) return [{ file, line: 1, message: `${file} is missing` }];
      if (current === wanted.text) return [];
      const [is, should] = [current.split('\n'), wanted.text.split('\n')];
      const index = should.findIndex((line, at) => line !== is[at]);
      const at = index < 0 ? should.length : index;
      return [
        {
          file,
          line: at + 1,
          message: `${file} is stale: it has "${short(is[at])}" where the generator writes "${short(should[at])}"`,
        },
      ];
    });
  },
  repair({ generated }) {
    return generated.flatMap(({ file, current, wanted }) =>
      'error' in wanted || wanted.text === current
        ? []
        : [{ file, what: 'is generated anew', edits: [{ start: 0, end: current?.length ?? 0, text: wanted.text }] }],
    );
  },
};

function short(line: string | undefined): string {
  const text = line?.trim() ?? '(end)';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
