export { createJobs, type Jobs, type JobsOptions } from './create-jobs.ts';
export type { HandlerOptions, JobHandlers } from './handlers.ts';
export { sweepQueue, syncRunQueue } from './queues.ts';
export { type EventWork, type EventWorkOptions, startEventWork } from './start-event-work.ts';
