// A process of its own that takes what is due and sends it, and is killed by its receiver before that answers.
import { createKeyRing } from '@patchbay/secrets';
import { attemptDelivery } from '../events/attempt-delivery.ts';
import { claimDeliveries } from '../events/claim-deliveries.ts';
import { publishPendingEvents } from '../events/publish.ts';
import { createTestServices } from './create-test-services.ts';
import { openKillable } from './open-killable.ts';

const { TEST_KEYS: keys = '' } = process.env;
const { TEST_ORGANIZATION: organizationId = '' } = process.env;

const db = await openKillable();
const organizations = { a: organizationId, b: organizationId };
const { deps } = await createTestServices({ db, organizations, keyRing: createKeyRing(keys) });
await publishPendingEvents(deps);
const claimed = await claimDeliveries(deps, { limit: 10, limitPerSubscription: 10, underWay: new Map() });
await Promise.all(claimed.map((one) => attemptDelivery(deps, one)));
process.stdout.write('it was not killed\n');
