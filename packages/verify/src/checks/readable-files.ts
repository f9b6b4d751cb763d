import type { SourceCheck } from '../check.ts';

export const readableFiles: SourceCheck = {
  id: 'readable-files',
  title: 'Every file is text that can be read',
  scope: 'source',
  gates: 'unlisted',
  severity: 'error',
  reason: 'a file nobody can read proves nothing, and one without end takes the machine of whoever reads it',
  fix: 'keep what the manifest needs of it, as UTF-8 text of at most 1 MiB; an example needs no more than a few items',
  samples: {
    passing: {},
    failing: { files: { 'fixtures/deep.json': `${'['.repeat(200)}${']'.repeat(200)}\n` } },
  },
  check({ unread, within }) {
    return [...unread].map(([name, reason]) => ({ ...within(name), message: `${name} was not read: ${reason}` }));
  },
};
