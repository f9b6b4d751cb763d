import { renderBadgeJson, renderBadgeSvg, UnknownManifestError, verify } from '@patchbay/verify';
import { defineCommand, UsageError } from './define-command.ts';
import { requireRoot } from './find-root.ts';

const usage = `Usage: patchbay badge <id> [--svg]

Verifies a manifest and prints its badge: the level, and how strong the evidence is at its weakest. As JSON for services that
draw badges (the endpoint schema of Shields), or with --svg as a picture. docs/badges/ has them of all manifests.
`;

export const badge = defineCommand({
  name: 'badge',
  summary: 'print what is proven of a manifest, as a badge',
  usage,
  options: { svg: { type: 'boolean' } },
  known: [UnknownManifestError],
  async run({ values, positionals: [id, ...rest] }, { folder, out }) {
    if (id === undefined || rest.length > 0) throw new UsageError();
    const { manifests } = await verify({ root: requireRoot(folder), ids: [id] });
    for (const verified of manifests) out(values.svg ? renderBadgeSvg(verified) : renderBadgeJson(verified));
    return 0;
  },
});
