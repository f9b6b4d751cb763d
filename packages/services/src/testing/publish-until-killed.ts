// A process of its own that publishes events in batches of ten and is killed in its third, after the places were given.
import { createDb, publishEvents } from '@patchbay/db';

const { TEST_URL: url, TEST_FOLDER: dataDir = '' } = process.env;
const db = await createDb(url ? { url } : { dataDir });
for (let batch = 1; batch <= 3; batch += 1) {
  await db.orm.transaction(async (tx) => {
    await publishEvents(tx, { limit: 10 });
    if (batch === 3) process.kill(process.pid, 'SIGKILL');
  });
}
process.stdout.write('it was not killed\n');
