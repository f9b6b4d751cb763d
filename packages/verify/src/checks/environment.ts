import type { RepositoryCheck } from '../check.ts';
import { developmentOnly, isDevelopmentFile } from '../repository/architecture.ts';
import { findNodes } from '../repository/find-nodes.ts';
import { samplePackage } from '../sample.ts';

const readers = /(^|\/)(main|env|instrumentation)\.ts$/;

export const environment: RepositoryCheck = {
  id: 'environment',
  title: 'Only main.ts and env.ts read the environment',
  scope: 'repository',
  gates: 'unlisted',
  severity: 'error',
  reason: 'every setting is parsed once, documented, and passed in; hidden ones surprise whoever runs it',
  fix: 'take the value as an argument and read it in env.ts',
  samples: {
    passing: { repository: { packages: [samplePackage({ text: "// process.env\nconst a = 'process.env';\n" })] } },
    failing: {
      repository: { packages: [samplePackage({ text: 'const a = 1;\nconst proxy = process.env.HTTP_PROXY;\n' })] },
    },
  },
  check({ packages }) {
    return packages
      .filter(({ name }) => !developmentOnly.includes(name))
      .flatMap(({ files }) => files)
      .filter(({ file, text }) => text.includes('process.env') && !readers.test(file) && !isDevelopmentFile(file))
      .flatMap(({ file, text }) =>
        // NODE_ENV is a constant of the build, not a setting.
        findNodes(file, text, (node, parent) => isEnvironment(text, node) && nameRead(text, parent) !== 'NODE_ENV').map(
          (found) => ({
            file,
            line: found.line,
            message: `"${text.split('\n')[found.line - 1]?.trim().slice(0, 80)}" reads the environment`,
          }),
        ),
      );
  },
};

function isEnvironment(text: string, node: { type: string; start: number; end: number }): boolean {
  return node.type === 'MemberExpression' && text.slice(node.start, node.end) === 'process.env';
}

function nameRead(text: string, parent: { start: number; end: number } | null): string {
  return parent ? text.slice(parent.start, parent.end).replace('process.env.', '') : '';
}
