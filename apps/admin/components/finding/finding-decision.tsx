'use client';
import type { Finding } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { TextField } from '#components/fields/text-field.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { exceptionAddress } from '#lib/exception-address.ts';
import { useCanManage, useCanUse } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

type Decision = { status: 'open' | 'resolved' } | { status: 'ignored'; reason: string; until: string | null };

/** What people may decide about a finding; where nobody may, why and what can be done instead. */
export function FindingDecision({ finding, onDone }: { finding: Finding; onDone: () => void }) {
  const queryClient = useQueryClient();
  const canUse = useCanUse();
  const decide = useMutation({
    mutationFn: (decision: Decision) =>
      unwrap(api.PATCH('/api/v1/integrations/findings/{id}', { params: { path: { id: finding.id } }, body: decision })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['findings'] });
      toast(t.findings.changed);
      onDone();
    },
  });
  if (finding.exceptionId !== null)
    return (
      <Note
        text={t.findings.byException}
        action={t.findings.toException}
        href={exceptionAddress(finding.exceptionId)}
      />
    );
  if (finding.status === 'resolved' && finding.statusChangedBy === null) return <Note text={t.findings.byProvider} />;
  if (!canUse) return null;
  const pressed = decide.isPending ? decide.variables.status : null;
  return (
    <section className="flex flex-col gap-3 border-t pt-5">
      {finding.status === 'open' ? (
        <IgnoreForm isBusy={pressed === 'ignored'} onIgnore={decide.mutate} />
      ) : (
        <Button className="self-start" isBusy={pressed === 'open'} onClick={() => decide.mutate({ status: 'open' })}>
          {t.findings.reopen}
        </Button>
      )}
      {finding.status === 'open' && <ExceptionHint finding={finding} />}
      {finding.status !== 'resolved' && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t pt-4">
          <p className="min-w-0 flex-1 basis-60 text-pretty text-muted text-sm">{t.findings.resolveText}</p>
          <Button isBusy={pressed === 'resolved'} onClick={() => decide.mutate({ status: 'resolved' })}>
            {t.findings.resolve}
          </Button>
        </div>
      )}
      {decide.error && <FormError error={decide.error} title={t.findings.notChanged} />}
    </section>
  );
}

function IgnoreForm({ isBusy, onIgnore }: { isBusy: boolean; onIgnore: (decision: Decision) => void }) {
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  return (
    <>
      <p className="text-muted text-sm">{t.findings.ignoreText}</p>
      <TextField
        label={t.findings.reason}
        maxLength={1_000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <TextField
        type="date"
        label={t.findings.ignoreUntil}
        help={t.findings.ignoreUntilHelp}
        isOptional
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
      <Button
        className="self-start"
        disabled={reason.trim() === ''}
        isBusy={isBusy}
        onClick={() =>
          onIgnore({
            status: 'ignored',
            reason: reason.trim(),
            until: until ? new Date(`${until}T00:00:00`).toISOString() : null,
          })
        }
      >
        {t.findings.ignore}
      </Button>
    </>
  );
}

/** For those that come again and again. Without a rule and a resource an exception has nothing to hold on to. */
function ExceptionHint({ finding }: { finding: Finding }) {
  const canManage = useCanManage();
  if (!canManage || (finding.rule === null && finding.resource === null)) return null;
  return (
    <p className="text-muted text-sm">
      {t.findings.makeExceptionText}{' '}
      <Button asChild variant="link">
        <Link href={exceptionAddress('new', finding)}>{t.findings.makeException}</Link>
      </Button>
    </p>
  );
}

function Note({ text, action, href }: { text: string; action?: string; href?: string }) {
  return (
    <p className="rounded-lg border border-dashed px-4 py-3 text-muted">
      {text}{' '}
      {action && href && (
        <Button asChild variant="link">
          <Link href={href}>{action}</Link>
        </Button>
      )}
    </p>
  );
}
