import type { PatchbayClient } from '@patchbay/client';
import { expect, test } from 'vitest';
import { checkState, doctorHeading, doctorState, doctorSummary, tally } from './describe-doctor.ts';
import { readEvidenceLines } from './export-evidence.ts';
import type { DoctorCheck } from './types.ts';

const check: DoctorCheck = {
  ...{ runId: 'run_1', connectionId: 'con_1', connectionName: 'Forge', providerSlug: 'gitea', status: 'success' },
  ...{ verdict: 'ok', summary: 'All is well.', steps: [], startedAt: null, finishedAt: null },
};
const failed: DoctorCheck = { ...check, verdict: 'failed', summary: 'The way there: nothing answers.' };
const waiting: DoctorCheck = { ...check, status: 'queued', verdict: null, summary: null };

test('the verdict counts once everything was looked at', () => {
  expect(doctorState({ isFinished: false, verdict: 'ok' })).toBe('running');
  expect(doctorState({ isFinished: true, verdict: 'warning' })).toBe('warning');
  expect(doctorState({ isFinished: true, verdict: null })).toBe('unknown');
  expect([checkState(waiting), checkState({ ...waiting, status: 'running' }), checkState(failed)]).toEqual([
    ...['waiting', 'running', 'failed'],
  ]);
});

test('one connection speaks for itself; several are counted', () => {
  expect(doctorHeading({ checks: [check] })).toBe('Doctor at Forge');
  expect(doctorSummary({ checks: [failed] })).toBe('The way there: nothing answers.');
  expect(doctorHeading({ checks: [check, failed] })).toBe('Doctor at 2 connections');
  expect(doctorSummary({ checks: [waiting] })).toBe('1 still to look at');
  expect(tally({ checks: [check, check, failed, waiting] })).toBe('2 OK, 1 failed, 1 still to look at');
});

test('evidence is exported whole, page by page, in the order of the chain', async () => {
  const pages = [
    { data: [{ seq: 1 }, { seq: 2 }], nextCursor: '2' },
    { data: [{ seq: 3 }], nextCursor: null },
  ];
  const asked: unknown[] = [];
  const api = {
    async GET(_path: string, { params }: { params: { query: unknown } }) {
      asked.push(params.query);
      return { data: pages[asked.length - 1], response: new Response() };
    },
  };
  expect(await readEvidenceLines(api as unknown as PatchbayClient)).toEqual(['{"seq":1}', '{"seq":2}', '{"seq":3}']);
  expect(asked).toEqual([
    { order: 'oldest', limit: 500 },
    { order: 'oldest', limit: 500, cursor: '2' },
  ]);
});
