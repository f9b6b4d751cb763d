import type { SourceCheck } from '../check.ts';
import { impureNodes } from '../manifest/impure-nodes.ts';

export const purity: SourceCheck = {
  id: 'purity',
  title: 'The manifest states data and does nothing',
  scope: 'source',
  gates: 'unlisted',
  severity: 'error',
  reason: 'a contributed manifest is loaded on every server; data can be read by anybody and cannot steal anything',
  fix: 'write the value down; import only defineManifest and field from @patchbay/schema',
  samples: {
    passing: {},
    failing: {
      text: "import { defineManifest } from '@patchbay/schema';\nimport { readFileSync } from 'node:fs';\nexport const manifest = defineManifest({ schema: 1, id: process.env.ID, description: readFileSync('a', 'utf8') });\n",
    },
  },
  check({ syntax, file, text }) {
    return impureNodes(syntax.program).map(({ node, message }) => ({
      file,
      line: syntax.lineAt(node.start),
      message: `${message}: ${text.slice(node.start, node.end).replace(/\s+/g, ' ').slice(0, 60)}`,
    }));
  },
};
