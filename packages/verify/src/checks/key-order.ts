import { manifestSchema } from '@patchbay/schema';
import type { SourceCheck } from '../check.ts';
import { reorderKeys } from '../support/reorder-keys.ts';

const order = Object.keys(manifestSchema.shape);

export const keyOrder: SourceCheck = {
  id: 'key-order',
  title: 'Keys stand in the order of the schema',
  scope: 'source',
  gates: 'bronze',
  severity: 'warning',
  reason: 'sixty manifests read alike when the same thing stands at the same place',
  fix: 'move the key',
  samples: {
    passing: {},
    failing: { change: ({ hosts, ...manifest }) => ({ ...manifest, hosts }) },
  },
  check({ syntax, at }) {
    const keys = syntax.keysAt('').filter((key) => order.includes(key));
    const findings = [];
    let last = '';
    for (const key of keys) {
      if (last && order.indexOf(key) < order.indexOf(last))
        findings.push({
          ...at(key),
          message: `"${key}" stands after "${last}"`,
          fix: `move "${key}" before "${last}"`,
        });
      else last = key;
    }
    return findings;
  },
  repair({ syntax, text, file, folder }) {
    const node = syntax.nodeAt('');
    const edit = node?.type === 'ObjectExpression' ? reorderKeys(text, node, order) : null;
    return edit ? [{ file: file.slice(folder.length + 1), what: 'puts the keys in order', edits: [edit] }] : [];
  },
};
