import { z } from 'zod';
import { nameSchema } from '../support/parse-input.ts';

/** Settings and credentials are held against the manifest's fields later; here only their outer form. */
export const settingsSchema = z.record(z.string().min(1).max(100), z.unknown());

/** Credential values by field; null and an empty text mean "nothing given". */
export const credentialsSchema = z.record(z.string().min(1).max(100), z.unknown());

export const connectionNameSchema = nameSchema;

/** For one call, in milliseconds. */
export const timeoutMsSchema = z
  .int('must be a whole number of milliseconds')
  .min(1_000, 'must be at least 1 000 milliseconds')
  .max(600_000, 'must be at most 600 000 milliseconds');

export const idempotencyKeySchema = z.string().min(1).max(200).optional();
