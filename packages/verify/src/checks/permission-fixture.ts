import type { Finding, ManifestCheck } from '../check.ts';

export const permissionFixture: ManifestCheck = {
  id: 'permission-fixture',
  title: 'Every way to sign in is shown being refused something it may not do, or it is said why it never is',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason:
    'good credentials that lack a permission are the most common fault after setting up; taken for bad ones, people replace them in vain',
  fix: 'add a fixture of the method with the answer of the provider and expect.errorClass "permission"; where it has no permissions, say so in `lacks.permissions` of the method, with its page',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        auth: [
          ...(manifest.auth ?? []),
          { id: 'account', type: 'basic', setup: ['Use the user name and the password you sign in with.'] },
          { id: 'anybody', type: 'none' },
        ],
      }),
      files: { 'fixtures/test-missing-permission.json': null },
    },
  },
  async check({ manifest, fixtures, replay, at }) {
    const findings: Finding[] = [];
    const [first] = manifest.auth;
    for (const [index, method] of manifest.auth.entries()) {
      // Without credentials there is nobody who could lack a permission.
      if (method.type === 'none') continue;
      const refusals = fixtures.filter(
        ({ fixture }) => (fixture.authMethod ?? first?.id) === method.id && fixture.expect.errorClass === 'permission',
      );
      const replays = await Promise.all(refusals.map(replay));
      const isShown = replays.some(({ problems }) => problems.length === 0);
      const isLacking = method.lacks.permissions !== undefined;
      if (!isShown && !isLacking)
        findings.push({
          ...at(`auth.${index}`),
          message: `no fixture shows how "${method.id}" is refused what it may not do`,
        });
      if (isShown && isLacking)
        findings.push({
          ...at(`auth.${index}.lacks.permissions`),
          message: `"${method.id}" is said to have no permissions, and ${refusals[0]?.name} shows one refused`,
          fix: 'remove it from `lacks`',
        });
    }
    return findings;
  },
};
