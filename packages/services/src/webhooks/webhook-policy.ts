const hour = 3_600_000;

/** How many endpoints one connection may have. */
export const maxEndpoints = 100;
/** Largest body of a delivery, unless the endpoint says otherwise, and the most it may say. Bytes. */
export const defaultMaxBodyBytes = 5 * 1024 * 1024;
export const highestMaxBodyBytes = 25 * 1024 * 1024;
/** Deliveries an endpoint takes a minute, unless it says otherwise: providers do not repeat what was refused. */
export const defaultRatePerMinute = 6_000;
/** How long the secret before is accepted too, unless somebody says otherwise. */
export const secretOverlapMs = 24 * hour;
/** How long a worker has a delivery for itself. */
export const handleClaimMs = 20_000;
/** How often handling a delivery is begun before it counts as failed. */
export const maxHandleAttempts = 5;
/** Equal bodies within this time are taken for repeats where no signed moment tells them apart. */
export const repeatWindowMs = 24 * hour;
/** How often the hook at the provider is looked at. */
export const checkHooksEveryMs = 6 * hour;
/** How long deliveries are kept, in days. */
export const deliveryRetentionDays = 30;
