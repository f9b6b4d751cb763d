import { diffManifest, isBumpEnough, UnknownChangesError, UnknownManifestError } from '@patchbay/verify';
import { defineCommand, UsageError } from './define-command.ts';
import { requireRoot } from './find-root.ts';

const usage = `Usage: patchbay diff <id> [base]

Says what a manifest is otherwise than in another branch (origin/main unless one is named): what breaks those who use
it, what may behave otherwise, what is only more, and how its version has to rise. Fails when it did not.
`;

const words = { breaking: 'breaks', risky: 'risky', added: 'more', safe: 'safe' };

export const diff = defineCommand({
  name: 'diff',
  summary: 'say what a change of a manifest breaks, and how its version has to rise',
  usage,
  options: {},
  known: [UnknownManifestError, UnknownChangesError],
  async run({ positionals: [id, base = 'origin/main', ...rest] }, { folder, out, error }) {
    if (id === undefined || rest.length > 0) throw new UsageError();
    const found = await diffManifest({ root: requireRoot(folder), id, base });
    if (found === null) {
      out(`${id} is new.\n`);
      return 0;
    }
    for (const { kind, path, message } of found.changes) out(`${words[kind].padEnd(6)}  ${path}: ${message}\n`);
    const { before, after } = found.versions;
    if (isBumpEnough(found)) {
      if (found.required === 'major' && found.notes.length === 0) {
        error(
          `${after} breaks something. Say in migrations['${after}'] of the manifest what those who use it have to do.\n`,
        );
        return 1;
      }
      out(
        `${found.changes.length === 0 ? 'Nothing has changed' : `It takes a ${found.required} version`}: ${before} → ${after}.\n`,
      );
      return 0;
    }
    error(
      `It takes a ${found.required} version, and ${before} → ${after} is none. Raise \`version\` in the manifest and its package.json.\n`,
    );
    return 1;
  },
});
