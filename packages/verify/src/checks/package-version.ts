import type { ManifestCheck } from '../check.ts';

const versionText = /"version"\s*:\s*("(?:[^"\\]|\\.)*")/d;

export const packageVersion: ManifestCheck = {
  id: 'package-version',
  title: 'The package has the version of the manifest',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'people see the version of the manifest and tools that of the package; two of them tell two stories',
  fix: 'write the version of the manifest into package.json too; --fix does it',
  samples: {
    passing: {},
    failing: { change: (manifest) => ({ ...manifest, version: '1.0.1' }) },
  },
  check({ manifest, files, isOutside, within }) {
    if (isOutside) return [];
    const written = readPackage(files.get('package.json'));
    // A package that cannot be read is a fault of its identity.
    if (written === null || written.version === manifest.version) return [];
    return [
      {
        ...within('package.json', '"version"'),
        message: `the package has version ${String(written.version ?? 'none')}, and the manifest ${manifest.version}`,
      },
    ];
  },
  repair({ manifest, files, isOutside }) {
    const text = files.get('package.json') ?? '';
    const [start, end] = versionText.exec(text)?.indices?.[1] ?? [0, 0];
    const version = readPackage(text)?.version;
    if (isOutside || version === undefined || version === manifest.version || end === 0) return [];
    const edit = { start, end, text: JSON.stringify(manifest.version) };
    return [{ file: 'package.json', what: `has version ${manifest.version}, as the manifest`, edits: [edit] }];
  },
};

function readPackage(text: string | undefined): { version?: unknown } | null {
  try {
    const value = JSON.parse(text ?? '') as unknown;
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
