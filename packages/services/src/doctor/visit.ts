import type { Connection, RunStep } from '@patchbay/db';
import type { OriginView, Target, TestResult } from '@patchbay/runtime';
import type { Manifest } from '@patchbay/schema';
import type { KnownCredentialSource } from '../credentials/create-credential-source.ts';
import type { ServiceContext } from '../types.ts';

/** What a step found. */
export interface StepFinding {
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  seen: string;
  fault?: NonNullable<RunStep['fault']>;
  fix?: string;
  bundle?: RunStep['bundle'];
  /** Facts a later doctor compares with; not for people. */
  data?: NonNullable<RunStep['data']>;
}

/** One connection being looked at, with what earlier steps learned. */
export interface Visit {
  context: ServiceContext;
  connection: Connection;
  manifest: Manifest;
  target: Target;
  credentials: KnownCredentialSource;
  signal: AbortSignal;
  /** The one webhook to look at; null for the first few. */
  webhookId: string | null;
  /** How long to wait for something to come back, in milliseconds. */
  waitMs: number;
  /** The way to the server; looked at once. */
  origin(): Promise<OriginView | null>;
  /** The manifest's own test; done once. Null when the way there is broken. */
  test(): Promise<TestResult | null>;
}

/** One thing to look at. Its order in the list is the order people read. */
export interface DoctorStepPlan {
  id: string;
  label: string;
  /** Never throws for what the other side does. */
  look(visit: Visit): Promise<StepFinding>;
}
