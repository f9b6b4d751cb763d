import type { ManifestCheck } from '../check.ts';
import { echoLeaks } from '../replay/echo-leaks.ts';

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
    for (const [index, method] of context.manifest.auth.entries())
      for (const leak of await echoLeaks(context.manifest, method)) {
        const message = `the credential "${leak.credential}" of method "${method.id}" shows up in ${leak.where} that repeats the request`;
        findings.push({ ...context.at(`auth.${index}`), message });
      }
    return findings;
  },
};
