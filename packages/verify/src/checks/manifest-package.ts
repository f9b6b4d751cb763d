import type { SourceCheck } from '../check.ts';

const allowedFile =
  /^(package\.json|logo\.svg|contract\.json|webhook-vectors\.json|evidence\.json|attestations\.jsonl|README\.md|CHANGELOG\.md|fixtures\/[a-z0-9-]+\.json|[a-z0-9-]+\.manifest\.ts)$/;

export const manifestPackage: SourceCheck = {
  id: 'manifest-package',
  title: 'A manifest folder holds data and nothing else',
  scope: 'source',
  gates: 'unlisted',
  severity: 'error',
  reason: 'sixty folders of one shape stay readable; a dependency or a script in one of them runs on every machine',
  fix: 'keep package.json (at most 12 lines, @patchbay/schema only), the manifest, logo.svg, contract.json, webhook-vectors.json, evidence.json, attestations.jsonl and fixtures/*.json',
  samples: {
    passing: {},
    failing: { files: { 'index.ts': 'export {};', 'package.json': packageJson({ lodash: '^4.0.0' }) } },
  },
  check({ files, isOutside, within }) {
    // Elsewhere the folder is the business of whom it belongs to.
    if (isOutside) return [];
    const findings = [...files.keys()]
      .filter((name) => !allowedFile.test(name))
      .map((name) => ({
        ...within(name),
        message: `"${name}" does not belong into a manifest folder`,
        fix: 'remove it',
      }));
    const text = files.get('package.json') ?? '{}';
    const lines = text.trim().split('\n').length;
    if (lines > 12)
      findings.push({ ...within('package.json'), message: `package.json has ${lines} lines`, fix: 'keep at most 12' });
    for (const name of Object.keys(parse(text)))
      if (name !== '@patchbay/schema')
        findings.push({
          ...within('package.json', `"${name}"`),
          message: `package.json names "${name}"`,
          fix: 'remove it',
        });
    return findings;
  },
};

/** Names of dependencies and scripts of a package.json. */
function parse(text: string): Record<string, unknown> {
  try {
    const { dependencies, devDependencies, peerDependencies, scripts } = JSON.parse(text) as Record<string, object>;
    return { ...dependencies, ...devDependencies, ...peerDependencies, ...scripts };
  } catch {
    return {};
  }
}

function packageJson(dependencies: Record<string, string>): string {
  return JSON.stringify({ name: '@patchbay/manifest-example-forge', dependencies }, null, 2);
}
