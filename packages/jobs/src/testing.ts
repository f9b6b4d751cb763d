import { createJobs, type Jobs, type JobsOptions } from './create-jobs.ts';
import type { JobHandlers } from './handlers.ts';

/** Collects what was logged as a warning or an error. */
export function createTestLogger() {
  const lines: { level: string; data: object; message: string | undefined }[] = [];
  const add = (level: string) => (data: object, message?: string) => void lines.push({ level, data, message });
  return { lines, logger: { debug() {}, info() {}, warn: add('warn'), error: add('error') } };
}

/** Jobs that look for dead workers often and retry soon, with a handler for `sync.run`. */
export async function startTestJobs(
  options: Omit<JobsOptions, 'tuning'>,
  runSync: JobHandlers['sync.run'],
): Promise<Jobs> {
  const jobs = await createJobs({
    ...options,
    tuning: { heartbeatSeconds: 10, superviseSeconds: 1, retryDelaySeconds: 1 },
  });
  await jobs.workWith({
    'sync.run': runSync,
    'maintenance.sweep': async () => {},
    'credentials.renew': async () => {},
    'webhooks.check': async () => {},
    'doctor.run': async () => {},
  });
  return jobs;
}

/** The job of a run. */
export function syncJob(runId: string) {
  return { name: 'sync.run', data: { organizationId: 'org_1', runId } } as const;
}
