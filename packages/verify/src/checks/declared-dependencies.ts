import type { RepositoryCheck } from '../check.ts';
import { closedDependencies, undeclaredImports } from '../repository/undeclared-imports.ts';
import { samplePackage } from '../sample.ts';

export const declaredDependencies: RepositoryCheck = {
  id: 'declared-dependencies',
  title: 'What is imported is declared in package.json, and stays inside the package otherwise',
  scope: 'repository',
  gates: 'unlisted',
  severity: 'error',
  reason: 'an undeclared dependency works only as long as another package happens to bring it',
  fix: 'add it to dependencies (or devDependencies when only tests use it)',
  samples: {
    passing: {},
    failing: {
      repository: {
        packages: [
          samplePackage(
            {
              imports: [
                { specifier: 'lodash/get', line: 3, isTypeOnly: false },
                { specifier: '../../db/src/index.ts', line: 4, isTypeOnly: false },
              ],
            },
            ['@patchbay/services'],
          ),
        ],
      },
    },
  },
  check({ packages }) {
    return packages.flatMap((item) => [...undeclaredImports(item), ...closedDependencies(item)]);
  },
};
