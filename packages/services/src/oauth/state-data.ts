import { z } from 'zod';
import type { TestOutcome } from '../dto/index.ts';

/** What has to be known of a sign-in when the person comes back. No secrets: those are sealed. */
export const stateDataSchema = z.object({
  /** install: an app is installed at the provider, and whoever comes back brings its installation. */
  kind: z.enum(['sign_in', 'install']).default('sign_in'),
  authMethod: z.string(),
  /** Of the connection to make; null for the provider's. */
  name: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  verifyTls: z.boolean(),
  timeoutMs: z.number(),
  /** The OAuth app it was begun with; another one cannot end it. Empty for an app that brings its own. */
  clientId: z.string(),
  /** Who began it, for people. */
  userLabel: z.string().nullable(),
  /** Added at the end: how the connection answered. */
  test: z.custom<TestOutcome>().optional(),
});
export type StateData = z.output<typeof stateDataSchema>;

const valuesSchema = z.record(z.string(), z.string());

/** What is sealed until the person comes back. */
export const stateSecretsSchema = z.object({
  codeVerifier: z.string().nullable(),
  nonce: z.string().nullable(),
  /** Typed in before an app is installed. */
  credentials: z.object({ sealed: valuesSchema, authRefs: valuesSchema }).optional(),
});
export type StateSecrets = z.output<typeof stateSecretsSchema>;
