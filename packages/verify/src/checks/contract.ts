import { contractSchema } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';

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
  check({ manifest, files, within }) {
    const usesHttp = Object.values(manifest.operations).some(({ request }) => request !== undefined);
    const text = files.get('contract.json');
    if (text === undefined)
      return usesHttp ? [{ ...within('contract.json'), message: 'contract.json is missing' }] : [];
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return [{ ...within('contract.json'), message: `contract.json is not JSON: ${String(error)}` }];
    }
    const result = contractSchema.safeParse(value);
    if (!result.success)
      return result.error.issues.map((issue) => ({
        ...within('contract.json', `"${String(issue.path[0] ?? '')}"`),
        message: `contract.json ${issue.path.join('.') || 'as a whole'}: ${issue.message}`,
      }));
    const doubles = result.data.operations.map(({ method, path, target }) =>
      `${method} ${path} ${target ?? ''}`.trim(),
    );
    return doubles
      .filter((row, index) => doubles.indexOf(row) !== index)
      .map((row) => ({
        ...within('contract.json', row.split(' ')[1]),
        message: `"${row}" is listed twice`,
        fix: 'remove one',
      }));
  },
};
