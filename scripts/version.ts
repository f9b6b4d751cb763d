// node scripts/bootstrap.mjs version: raises the versions .changeset asks for and writes changelogs, in the current folder.
// Manifests keep theirs: each says its own version, which `verify` holds against what was changed in it.
import { execFileSync } from 'node:child_process';

const run = (command: string, ...args: string[]) => void execFileSync(command, args, { stdio: 'inherit' });

run('changeset', 'version');
run('git', 'checkout', '--', 'manifests');
run('git', 'clean', '-fdq', 'manifests');
