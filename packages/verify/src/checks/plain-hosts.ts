import { domainToUnicode } from 'node:url';
import type { ManifestCheck } from '../check.ts';
import { foreignLetters, looksLike } from '../support/look-alikes.ts';
import { stringsIn } from '../support/templates.ts';

export const plainHosts: ManifestCheck = {
  id: 'plain-hosts',
  title: 'Hosts are written in plain Latin letters',
  scope: 'manifest',
  gates: 'unlisted',
  severity: 'error',
  reason: 'a letter of another alphabet looks the same to whoever reviews it, and sends credentials to a stranger',
  fix: 'write the host as the provider documents it, in plain letters',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        hosts: [...manifest.hosts, 'xn--exmple-4nf.com'],
        links: { ...manifest.links, apiReference: 'https://fоrge.example.com/api' },
      }),
    },
  },
  check({ manifest, at }) {
    const { hosts, ...rest } = manifest;
    const urls = stringsIn(rest, '').flatMap(({ path, text }) => {
      const host = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1];
      return host ? [{ path, host }] : [];
    });
    const all = [...hosts.map((host, index) => ({ path: `hosts.${index}`, host })), ...urls];
    return all.flatMap(({ path, host }) => {
      const written = /(^|\.)xn--/i.test(host) ? domainToUnicode(host) : host;
      const letters = foreignLetters(written);
      if (letters.length === 0) return [];
      const plain = looksLike(written);
      const shown = written === host ? `"${host}"` : `"${host}", which stands for "${written}"`;
      return [
        {
          ...at(path),
          message: `${path} has the host ${shown}, with ${letters.join(', ')}`,
          ...(plain === null ? {} : { fix: `did you mean "${plain}"?` }),
        },
      ];
    });
  },
};
