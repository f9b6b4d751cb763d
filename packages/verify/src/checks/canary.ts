import type { ManifestCheck } from '../check.ts';

export const canary: ManifestCheck = {
  id: 'canary',
  title: 'Credentials show up in no URL, log, error or record',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'logs and records are read by many, and are kept',
  fix: 'send the credential in a header; do not select what echoes it',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        operations: {
          ...manifest.operations,
          getUser: { ...manifest.operations.getUser, query: { token: '{credentials.token}' } },
        },
      }),
    },
  },
  async check(context) {
    const findings = [];
    for (const loaded of context.fixtures) {
      const { leaks } = await context.replay(loaded);
      for (const leak of leaks)
        findings.push({
          ...context.within(loaded.name),
          message: `${loaded.name}: the credential "${leak.credential}" shows up in ${leak.where}`,
        });
    }
    return findings;
  },
};
