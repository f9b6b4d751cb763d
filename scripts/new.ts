// npm run new -- [id] [options]: writes a manifest for a provider that is not there yet; `patchbay create --help` says how.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const command = join(root, 'apps', 'cli', 'src', 'main.ts');
// npm runs scripts at the root; files are meant from where it was called.
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exitCode =
  spawnSync(process.execPath, [command, 'create', ...process.argv.slice(2)], { cwd, stdio: 'inherit' }).status ?? 1;
