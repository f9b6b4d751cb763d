// A process of its own that starts and does one sync after another, until it is killed.
import { createKeyRing } from '@patchbay/secrets';
import { markInterruptedRuns } from '../runs/mark-interrupted.ts';
import { startSync } from '../syncs/start.ts';
import { changeManifest } from './change-store.ts';
import { createTestServices } from './create-test-services.ts';
import { openKillable } from './open-killable.ts';

const { TEST_KEYS: keys = '' } = process.env;
const {
  TEST_ORGANIZATION: organizationId = '',
  TEST_CONNECTION: connectionId = '',
  TEST_SYNC: sync = '',
} = process.env;

const db = await openKillable();
const organizations = { a: organizationId, b: organizationId };
const services = await createTestServices({
  ...{ db, organizations, keyRing: createKeyRing(keys) },
  manifests: [changeManifest],
});
await markInterruptedRuns(services.deps, { isOnlyProcess: true });
services.jobs.length = 0;
for (;;) {
  await startSync(services.as('member'), { connectionId, sync });
  const [run] = await services.drain();
  if (run?.status !== 'success') process.stdout.write(`${JSON.stringify(run)}\n`);
}
