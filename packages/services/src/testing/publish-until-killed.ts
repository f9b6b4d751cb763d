// A process of its own that publishes events in batches of ten and is killed in its third, after the places were given.
import { publishEvents } from '@patchbay/db';
import { openKillable } from './open-killable.ts';

const db = await openKillable();
for (let batch = 1; batch <= 3; batch += 1) {
  await db.orm.transaction(async (tx) => {
    await publishEvents(tx, { limit: 10 });
    if (batch === 3) process.kill(process.pid, 'SIGKILL');
  });
}
process.stdout.write('it was not killed\n');
