import type { Queue } from 'pg-boss';

/** Jobs someone asks for. The others come by the clock alone. */
export const syncRunQueue = 'sync.run';
export const sweepQueue = 'maintenance.sweep';
/** Renews what ends while nobody uses it; by the clock too. */
export const renewQueue = 'credentials.renew';
/** Looks whether hooks are still at their providers; by the clock too. */
export const hooksQueue = 'webhooks.check';
export const doctorQueue = 'doctor.run';

export interface QueueTuning {
  /** A worker that says nothing for this long is dead and its job goes to another. Seconds, at least 10. */
  heartbeatSeconds: number;
  /** Pause before the first retry; it doubles from there. Seconds. */
  retryDelaySeconds: number;
}

/** How each queue treats its jobs. */
export function describeQueues({ heartbeatSeconds, retryDelaySeconds }: QueueTuning): Queue[] {
  return [
    {
      name: syncRunQueue,
      // One job of a key at a time, waiting or running: asking twice is asking once.
      policy: 'exclusive',
      notify: true,
      heartbeatSeconds,
      // What a provider does ends in the run; a job fails only when this side does, such as a database restart.
      retryLimit: 5,
      retryDelay: retryDelaySeconds,
      retryBackoff: true,
      retryDelayMax: 300,
      expireInSeconds: 12 * 3600,
      deleteAfterSeconds: 24 * 3600,
    },
    {
      name: doctorQueue,
      policy: 'exclusive',
      notify: true,
      heartbeatSeconds,
      // A doctor tells what it meets; asked for again, it looks again.
      retryLimit: 2,
      retryDelay: retryDelaySeconds,
      expireInSeconds: 1800,
      deleteAfterSeconds: 24 * 3600,
    },
    {
      name: hooksQueue,
      policy: 'exclusive',
      notify: true,
      heartbeatSeconds,
      // The next one comes within a minute.
      retryLimit: 0,
      // Providers may take their time, and there may be many.
      expireInSeconds: 1800,
      retentionSeconds: 300,
      deleteAfterSeconds: 3600,
    },
    {
      name: renewQueue,
      policy: 'exclusive',
      notify: true,
      heartbeatSeconds,
      // The next one comes within a minute.
      retryLimit: 0,
      // A token URL may take its time, and there may be many.
      expireInSeconds: 1800,
      retentionSeconds: 300,
      deleteAfterSeconds: 3600,
    },
    {
      name: sweepQueue,
      policy: 'exclusive',
      notify: true,
      heartbeatSeconds,
      // The next one comes within a minute.
      retryLimit: 0,
      expireInSeconds: 300,
      retentionSeconds: 300,
      deleteAfterSeconds: 3600,
    },
  ];
}
