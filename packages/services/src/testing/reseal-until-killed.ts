// A process of its own that rotates keys and is killed while it writes its second batch.
import { createKeyRing } from '@patchbay/secrets';
import { resealCredentials } from '../keys/reseal-credentials.ts';
import { openKillable } from './open-killable.ts';

const { TEST_KEYS: keys = '' } = process.env;
let batches = 0;

function onQuery(statement: string): void {
  if (!/^\s*update "credential_versions"/.test(statement)) return;
  batches += 1;
  if (batches === 2) process.kill(process.pid, 'SIGKILL');
}

const db = await openKillable({ onQuery });
await resealCredentials({ db, keyRing: createKeyRing(keys) }, { limit: 100_000 });
process.stdout.write('it was not killed\n');
