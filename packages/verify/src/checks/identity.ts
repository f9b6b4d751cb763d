import type { SourceCheck } from '../check.ts';

export const identity: SourceCheck = {
  id: 'identity',
  title: 'Folder, file, package and id are one name',
  scope: 'source',
  gates: 'unlisted',
  severity: 'error',
  reason: 'the index, imports and links are made from the name of the folder; a second name breaks one of them',
  fix: 'use the name of the folder everywhere',
  samples: {
    passing: {},
    failing: { change: (manifest) => ({ ...manifest, id: 'example-forg' }) },
  },
  check({ id, file, folder, files, unread, evaluation, isOutside, at, within }) {
    const findings = [];
    const manifests = [...files.keys()].filter((name) => name.endsWith('.manifest.ts'));
    if (!isOutside && (manifests.length !== 1 || manifests[0] !== `${id}.manifest.ts`))
      findings.push({
        file,
        line: 1,
        message: `the manifest files of ${folder} are [${manifests.join(', ')}]`,
        fix: `keep exactly one, named ${id}.manifest.ts`,
      });
    const value = evaluation?.ok ? evaluation.value : null;
    const actual = typeof value === 'object' && value !== null && 'id' in value ? value.id : id;
    if (actual !== id)
      findings.push({
        ...at('id'),
        message: `id is ${JSON.stringify(actual)} in the folder "${id}"`,
        fix: `did you mean "${id}"?`,
      });
    const name = packageName(files.get('package.json'));
    if (name !== `@patchbay/manifest-${id}` && !unread.has('package.json') && !isOutside)
      findings.push({
        ...within('package.json', '"name"'),
        message: name === null ? 'package.json is missing or not JSON' : `the package is called "${name}"`,
        fix: `call it "@patchbay/manifest-${id}"`,
      });
    return findings;
  },
  repair({ id, files, isOutside }) {
    const text = files.get('package.json') ?? '';
    const wanted = `@patchbay/manifest-${id}`;
    const name = packageName(text);
    const match = /"name"\s*:\s*("(?:[^"\\]|\\.)*")/d.exec(text);
    const [start, end] = match?.indices?.[1] ?? [0, 0];
    if (isOutside || name === null || name === wanted || end === 0) return [];
    const edit = { start, end, text: JSON.stringify(wanted) };
    return [{ file: 'package.json', what: `calls the package "${wanted}"`, edits: [edit] }];
  },
};

function packageName(text: string | undefined): string | null {
  try {
    const { name } = JSON.parse(text ?? '') as { name?: unknown };
    return String(name);
  } catch {
    return null;
  }
}
