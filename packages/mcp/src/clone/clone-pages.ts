import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '../create-mcp-server.ts';

const pages: readonly Page[] = [
  {
    uri: 'patchbay://docs/adding-a-manifest',
    name: 'adding-a-manifest',
    title: 'Adding a manifest',
    description: 'From an idea to green, step by step. Read it before writing a manifest.',
    file: 'docs/adding-a-manifest.md',
  },
  {
    uri: 'patchbay://docs/reference/manifest',
    name: 'manifest-reference',
    title: 'The manifest, field by field',
    description: 'Every field a manifest may have, with its meaning.',
    file: 'docs/reference/manifest.md',
  },
];

/** The pages for who writes manifests, those that are there. */
export function clonePages(root: string): Page[] {
  return pages.map((page) => ({ ...page, file: join(root, page.file) })).filter(({ file }) => existsSync(file));
}
