import { contractSchema } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { readAgainst } from '../support/read-against.ts';

export const contract: ManifestCheck = {
  id: 'contract',
  title: "contract.json holds a slice of the provider's API description",
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'operations are held against facts of the provider, not against what somebody remembered',
  fix: 'write contract.json with source, retrieved, confidence and the operations used',
  samples: {
    passing: {},
    failing: {
      files: {
        'contract.json': '{\n  "source": "openapi.json 1.0",\n  "confidence": "sure",\n  "operations": []\n}\n',
      },
    },
  },
  check({ manifest, files, unread, within }) {
    if (unread.has('contract.json')) return [];
    const usesHttp = Object.values(manifest.operations).some(({ request }) => request !== undefined);
    const text = files.get('contract.json');
    if (text === undefined)
      return usesHttp ? [{ ...within('contract.json'), message: 'contract.json is missing' }] : [];
    const read = readAgainst(text, contractSchema, { name: 'contract.json', vocabulary: 'contract' });
    if ('faults' in read)
      return read.faults.map(({ near, ...fault }) => ({ ...within('contract.json', near), ...fault }));
    const doubles = read.value.operations.map(({ method, path, target }) => `${method} ${path} ${target ?? ''}`.trim());
    return doubles
      .filter((row, index) => doubles.indexOf(row) !== index)
      .map((row) => ({
        ...within('contract.json', row.split(' ')[1]),
        message: `"${row}" is listed twice`,
        fix: 'remove one',
      }));
  },
};
