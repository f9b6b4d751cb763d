import { makeSettings } from '@patchbay/simulator';
import type { Finding, ManifestCheck } from '../check.ts';
import { isAllowedUrl } from '../replay/allowed-origins.ts';
import { dialledUrls } from '../replay/dialled-urls.ts';
import { operationsByUrl, strayUrls } from '../replay/stray-urls.ts';

export const hosts: ManifestCheck = {
  id: 'hosts',
  title: 'Whatever is typed into a setting, requests stay on the declared hosts',
  scope: 'manifest',
  gates: 'unlisted',
  severity: 'error',
  reason:
    'a setting that can lead elsewhere sends the credentials of a connection to a stranger, or into the private network',
  fix: 'declare the host of each base URL; let a URL setting stand for a whole host and a text setting for one label of it',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        settings: { host: { type: 'text', required: true } },
        hosts: ['{settings.host}'],
        http: { baseUrl: 'https://{settings.host}/api/v1' },
      }),
    },
  },
  async check({ manifest, at }) {
    const findings: Finding[] = [];
    for (const [index, entry] of manifest.hosts.entries()) {
      const setting = /^\{settings\.(\w+)\}$/.exec(entry)?.[1] ?? '';
      const type = manifest.settings[setting]?.type;
      if (type !== undefined && type !== 'url')
        findings.push({
          ...at(`hosts.${index}`),
          message: `hosts has "${entry}", a ${type} field that takes any text`,
          fix: 'make it a URL field',
        });
    }
    if (findings.length > 0 || !manifest.http) return findings;
    const ordinary = makeSettings(manifest, { settings: {} });
    for (const operation of operationsByUrl(manifest)) {
      const { urls, refusal } = await dialledUrls(manifest, operation, ordinary);
      if (!urls.some((url) => isAllowedUrl(url, manifest.hosts, ordinary))) {
        const message = `with ordinary settings ${operation} reaches no declared host: ${refusal}`;
        findings.push({ ...at(`operations.${operation}`), message });
      }
      for (const { setting, value, origin } of await strayUrls(manifest, operation, ordinary)) {
        const message = `with ${setting} = ${JSON.stringify(value.slice(0, 60))} ${operation} goes to ${origin}`;
        findings.push({ ...at(`settings.${setting}`), message });
      }
    }
    return findings;
  },
};
