import type { RepositoryCheck } from '../check.ts';
import { developmentOnly, isDevelopmentFile } from '../repository/architecture.ts';
import type { RepositoryContext, SourceFile } from '../repository/context.ts';
import { findNodes } from '../repository/find-nodes.ts';
import { samplePackage } from '../sample.ts';

export const providerNeutral: RepositoryCheck = {
  id: 'provider-neutral',
  title: 'Shared code names no provider',
  scope: 'repository',
  gates: 'unlisted',
  severity: 'error',
  reason: 'a provider that needs its own branch cannot be added by data alone, and the next one will need two',
  fix: 'declare the difference as a field of the manifest and serve it by a mechanism',
  samples: {
    passing: {},
    failing: {
      repository: {
        packages: [
          samplePackage({ text: "export function isFast(id: string) {\n  return id === 'example-forge';\n}\n" }),
        ],
        providerIds: ['example-forge'],
      },
    },
  },
  check(context) {
    return context.packages
      .filter(({ name }) => !developmentOnly.includes(name))
      .flatMap(({ files }) => files)
      .filter(({ file }) => !isDevelopmentFile(file) && !file.endsWith('.gen.ts'))
      .flatMap((source) => [...namedFiles(source, context), ...namedValues(source, context)]);
  },
};

function namedFiles({ file }: SourceFile, { providerIds }: RepositoryContext) {
  const base = file.split('/').at(-1)?.split('.')[0] ?? '';
  if (!providerIds.includes(base)) return [];
  return [
    { file, line: 1, message: `the file is named after the provider "${base}"`, fix: 'name it after the mechanism' },
  ];
}

function namedValues({ file, text }: SourceFile, { providerIds, providerHosts }: RepositoryContext) {
  const names = [...providerIds, ...providerHosts].filter((name) => text.includes(name));
  if (names.length === 0) return [];
  const isName = (value: unknown) =>
    typeof value === 'string' && names.includes(value.replace(/^https?:\/\//, '').replace(/\/.*$/, ''));
  // Examples and placeholders are shown to people; nothing branches on them.
  const isExample = (parent: unknown) => /^(example|placeholder)/.test(keyOf(parent));
  return findNodes(
    file,
    text,
    (node, parent) => node.type === 'Literal' && isName(node.value) && !isExample(parent),
  ).map((found) => ({ file, line: found.line, message: `${found.text} names a provider` }));
}

function keyOf(parent: unknown): string {
  const key = (parent as { key?: { name?: string } } | null)?.key;
  return key?.name ?? '';
}
