import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the admin once for all suites: they start it side by side, and two builds cannot share a folder. */
export default function buildAdmin(): void {
  const args = ['run', 'build', '--filter=@patchbay/admin', '--output-logs=errors-only', '--no-update-notifier'];
  // What is built already is not built again, also where everything else is.
  const env = { ...process.env, TURBO_FORCE: 'false' };
  const { status } = spawnSync('turbo', args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('The admin could not be built; the lines above say why.');
  process.env.PATCHBAY_ADMIN_IS_BUILT = '1';
}
