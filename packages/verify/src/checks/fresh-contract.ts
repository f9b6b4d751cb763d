import type { ManifestCheck } from '../check.ts';
import { daysBetween } from '../support/days-between.ts';

const maxDays = 30;

export const freshContract: ManifestCheck = {
  id: 'fresh-contract',
  title: `The contract was taken at most ${maxDays} days ago`,
  scope: 'manifest',
  gates: 'platinum',
  severity: 'error',
  reason: 'providers announce in their description what they change; who looks once a month hears of it in time',
  fix: "take the provider's description of today: patchbay contract <id> --from FILE",
  samples: {
    passing: {},
    failing: {
      files: {
        'contract.json':
          '{\n  "source": "openapi.json 1.0",\n  "retrieved": "2026-09-01",\n  "confidence": "high",\n  "operations": []\n}\n',
      },
    },
  },
  check({ contract, now, within }) {
    const days = contract ? daysBetween(contract.retrieved, now) : 0;
    if (days >= 0 && days <= maxDays) return [];
    const message = days < 0 ? 'the contract is of a day to come' : `the contract was taken ${days} days ago`;
    return [{ ...within('contract.json', '"retrieved"'), message }];
  },
};
