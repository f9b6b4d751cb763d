import type { ManifestCheck } from '../check.ts';

export const requiredFixtures: ManifestCheck = {
  id: 'required-fixtures',
  title: 'There is a fixture of a passing test and one of refused credentials',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'connecting is the first thing anybody does; it must tell good credentials from bad ones',
  fix: 'add fixtures/<name>.json with call { "test": true } and expect.errorClass "auth_invalid"',
  samples: {
    passing: {},
    failing: { files: { 'fixtures/test-wrong-token.json': null } },
  },
  check({ manifest, fixtures, file }) {
    const found = [];
    const place = { file, line: 1 };
    const isSuccess = fixtures.some(({ fixture }) => fixture.expect.errorClass === undefined);
    if (!isSuccess)
      found.push({ ...place, message: 'no fixture shows a success', fix: 'add one of the test or of an operation' });
    if (!fixtures.some(({ fixture }) => 'test' in fixture.call && fixture.expect.errorClass === undefined))
      found.push({
        ...place,
        message: 'no fixture shows a passing connection test',
        fix: 'add fixtures/test.json with call { "test": true }',
      });
    // Without credentials there is nothing to refuse.
    const hasCredentials = manifest.auth.some(({ type }) => type !== 'none');
    const isRefused = fixtures.some(({ fixture }) => /^auth_/.test(fixture.expect.errorClass ?? ''));
    if (hasCredentials && !isRefused)
      found.push({ ...place, message: 'no fixture shows how refused credentials are answered' });
    return found;
  },
};
