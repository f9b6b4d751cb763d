import { setTimeout as wait } from 'node:timers/promises';
import type { DoctorRun } from '@patchbay/client';
import { untilInterrupted } from '@patchbay/verify';
import { type Ask, apiOptions, apiUsage, connectToApi } from './api-command.ts';
import type { CommandContext } from './command.ts';
import { defineCommand, UsageError } from './define-command.ts';

const usage = `Usage: patchbay doctor [connection…] [options]

Looks at connections, from the network up to what the provider says of us and what comes back to us. Changes nothing.
Without the id of a connection it looks at all of them. Exit code: 0 all well or only warnings, 1 something failed.

  --json          what was seen, as JSON, once it is over
  --watch         look again every minute until Ctrl-C, which ends with the code of the last look
  --every N       with --watch: seconds between two looks
${apiUsage}`;

type Step = DoctorRun['checks'][number]['steps'][number];

const marks: Record<Step['status'], string> = {
  ok: '✓',
  warning: '!',
  failed: '✗',
  skipped: '–',
  running: '…',
  waiting: ' ',
};
const faults: Record<NonNullable<Step['fault']>, string> = {
  patchbay: 'Patchbay itself',
  network: 'the network',
  provider: 'the provider',
  configuration: 'settings',
};
/** How often is looked how far it is, in milliseconds. */
const pollMs = 500;
/** A day. A timer that is much longer would end at once. */
const longestPauseSeconds = 86_400;

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'look whether connections work, both ways, and what to do where they do not',
  usage,
  options: { ...apiOptions, json: { type: 'boolean' }, watch: { type: 'boolean' }, every: { type: 'string' } },
  async run({ values, positionals }, context) {
    const pauseSeconds = Number(values.every ?? 60);
    if (!Number.isInteger(pauseSeconds) || pauseSeconds < 1 || pauseSeconds > longestPauseSeconds)
      throw new UsageError(`--every must be a whole number of seconds, at most ${longestPauseSeconds}.`);
    const ask = connectToApi(values, context);
    const options = { connectionIds: positionals, isJson: values.json ?? false };
    if (!values.watch) return look(ask, context, options);
    const interrupted = untilInterrupted();
    const signal = context.signal ? AbortSignal.any([context.signal, interrupted]) : interrupted;
    // Stopped before anything was seen, it says nothing good.
    let code = 2;
    for (;;) {
      try {
        code = await look(ask, context, { ...options, signal });
        await wait(pauseSeconds * 1_000, undefined, { signal });
      } catch (error) {
        // What was begun goes on at the server and is not waited for.
        if (signal.aborted) return code;
        throw error;
      }
    }
  },
});

async function look(
  ask: Ask,
  context: CommandContext,
  { connectionIds, isJson, signal }: { connectionIds: readonly string[]; isJson: boolean; signal?: AbortSignal },
): Promise<number> {
  const body = connectionIds.length > 0 ? { connectionIds: [...connectionIds] } : {};
  let run = await ask((client) => client.POST('/api/v1/doctor/run', { body }));
  const { id } = run;
  const told = new Set<string>();
  for (;;) {
    if (!isJson) tellNews(run, told, context);
    if (run.isFinished) break;
    await wait(pollMs, undefined, { ...(signal && { signal }) });
    run = await ask((client) => client.GET('/api/v1/doctor/runs/{id}', { params: { path: { id } } }));
  }
  if (isJson) context.out(`${JSON.stringify(run, null, 2)}\n`);
  else context.out(`\n${conclude(run)}\n`);
  return run.verdict === 'failed' ? 1 : 0;
}

/** Says what was not said yet, step by step as it comes. */
function tellNews(run: DoctorRun, told: Set<string>, { out }: CommandContext): void {
  for (const check of run.checks) {
    const news = check.steps.filter(
      ({ id, status }) => status !== 'waiting' && status !== 'running' && !told.has(`${check.runId} ${id}`),
    );
    const isOver = check.verdict !== null && !told.has(check.runId);
    if (news.length === 0 && !isOver) continue;
    if (run.checks.length > 1 || !told.has('name')) out(`\n${check.connectionName} (${check.providerSlug})\n`);
    told.add('name');
    for (const step of news) {
      told.add(`${check.runId} ${step.id}`);
      out(describe(step));
    }
    if (isOver) {
      told.add(check.runId);
      if (check.steps.length === 0 || check.status !== 'success')
        out(`  ✗ ${check.summary ?? 'It was not looked at.'}\n`);
    }
  }
}

function describe({ label, status, seen, fault, fix, bundle }: Step): string {
  const lines = [`  ${marks[status]} ${label}: ${seen ?? ''}`];
  if (fault !== null) lines.push(`      whose fault: ${faults[fault]}`);
  if (fix !== null) lines.push(`      what to do:  ${fix}`);
  for (const { title, text } of bundle)
    lines.push(`      ${title}:`, ...text.split('\n').map((line) => `        ${line}`));
  return `${lines.join('\n')}\n`;
}

function conclude({ verdict, checks }: DoctorRun): string {
  const count = (wanted: string) => checks.filter((check) => check.verdict === wanted).length;
  const all = checks.length === 1 ? '1 connection' : `${checks.length} connections`;
  if (verdict === 'ok') return `${all}: all is well.`;
  return `${all}: ${count('ok')} well, ${count('warning')} with warnings, ${count('failed')} failed. Nothing was changed; what is to paste stands above.`;
}
