import type { RepositoryCheck } from '../check.ts';
import { architecture, developmentOnly, isDevelopmentFile } from '../repository/architecture.ts';
import { forbiddenImport } from '../repository/forbidden-import.ts';
import { samplePackage } from '../sample.ts';

export const packageGraph: RepositoryCheck = {
  id: 'package-graph',
  title: 'Packages import only what the architecture allows',
  scope: 'repository',
  gates: 'unlisted',
  severity: 'error',
  reason: 'the direction of imports keeps each package small enough to be read and tested alone',
  fix: 'declare a port and let the layer above pass it in, or move the code to where it belongs',
  samples: {
    passing: {},
    failing: {
      repository: {
        packages: [
          samplePackage({
            imports: [
              { specifier: '@patchbay/db', line: 1, isTypeOnly: false },
              { specifier: 'hono/jwt', line: 2, isTypeOnly: false },
            ],
          }),
        ],
      },
    },
  },
  check({ packages }) {
    return packages.flatMap((item) => {
      if (developmentOnly.includes(item.name)) return [];
      const rule = architecture[item.name];
      if (!rule)
        return [
          {
            file: `${item.folder}/package.json`,
            line: 1,
            message: `the package "${item.name}" is not in the architecture`,
            fix: 'add it to the table in packages/verify/src/repository/architecture.ts',
          },
        ];
      const imports = item.files
        .filter(({ file }) => !isDevelopmentFile(file) && !rule.wiring?.includes(file.slice(item.folder.length + 1)))
        .flatMap(({ file, imports }) => imports.map((one) => ({ file, ...one })));
      return imports.flatMap(({ file, line, specifier, isTypeOnly }) => {
        const reason = forbiddenImport(item.name, rule, specifier, isTypeOnly);
        return reason === null ? [] : [{ file, line, message: `${item.name} imports "${specifier}", but ${reason}` }];
      });
    });
  },
};
