import { closestName } from '@patchbay/registry';
import { type Manifest, PatchbayError, type Sync } from '@patchbay/schema';
import { invalidInput } from '../support/parse-input.ts';
import { toWordsList } from '../support/to-words-list.ts';

/** The sync of that name, the first when none is named. Throws when there is none, or when it cannot be read that way. */
export function requireSync(
  manifest: Manifest,
  { sync: wanted, mode }: { sync?: string | undefined; mode: string },
): { name: string; sync: Sync; mode: string } {
  const names = Object.keys(manifest.syncs);
  const name = wanted ?? names[0];
  if (name === undefined) {
    throw new PatchbayError('unsupported', `${manifest.name} has nothing to sync. Use discovery or its actions.`);
  }
  const sync = Object.hasOwn(manifest.syncs, name) ? manifest.syncs[name] : undefined;
  if (!sync) {
    const nearest = closestName(name, names);
    const hint = nearest ? `did you mean "${nearest}"?` : `there are ${toWordsList(names)}`;
    throw invalidInput([{ path: 'sync', message: `${manifest.name} has no sync "${name.slice(0, 100)}"; ${hint}` }]);
  }
  const servedModes = sync.mode === 'delta' ? ['full', 'delta'] : ['full'];
  if (!servedModes.includes(mode)) {
    throw new PatchbayError(
      'unsupported',
      `The sync "${name}" of ${manifest.name} cannot be read as ${mode}. Supported is ${toWordsList(servedModes)}.`,
      {
        details: [{ path: 'mode', message: `use ${toWordsList(servedModes)}` }],
        data: { supportedModes: servedModes },
      },
    );
  }
  return { name, sync, mode };
}
