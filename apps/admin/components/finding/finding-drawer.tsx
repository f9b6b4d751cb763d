'use client';
import type { Finding } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { TextField } from '#components/fields/text-field.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { ExternalLink } from '#components/shared/external-link.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Drawer } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { useCanUse } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { SeverityBadge } from './severity-badge.tsx';

type Decision = { status: 'open' } | { status: 'ignored'; reason: string; until: string | null };

/** One finding, with what people may decide about it. */
export function FindingDrawer({ finding, onClose }: { finding: Finding | null; onClose: () => void }) {
  return (
    <Drawer
      isOpen={finding !== null}
      onClose={onClose}
      testId="finding-drawer"
      title={finding?.title}
      header={
        finding && (
          <span className="mt-1 flex gap-1.5">
            <SeverityBadge severity={finding.severity} />
            <StateBadge state={finding.status} />
          </span>
        )
      }
    >
      {finding && (
        <div className="flex flex-col gap-6 p-5">
          <DescriptionList
            items={[
              [t.findings.reason, finding.statusReason],
              [t.findings.until, finding.ignoredUntil && <RelativeTime at={finding.ignoredUntil} />],
              [t.findings.resource, finding.resource],
              [t.findings.rule, finding.rule && <code className="font-mono text-xs">{finding.rule}</code>],
              [t.findings.theirWord, finding.providerSeverity],
              [t.findings.remediation, finding.remediation],
              [t.findings.firstSeen, <RelativeTime key="first" at={finding.firstSeenAt} />],
              [t.findings.lastSeen, <RelativeTime key="last" at={finding.lastSeenAt} />],
              [
                t.findings.connection,
                <Link
                  key="connection"
                  href={`/connections/${finding.connectionId}`}
                  className="rounded-sm text-accent underline-offset-4 hover:underline"
                >
                  {finding.providerSlug}
                </Link>,
              ],
            ]}
          />
          {finding.url && <ExternalLink href={finding.url}>{t.findings.atProvider}</ExternalLink>}
          <FindingDecision finding={finding} onDone={onClose} />
        </div>
      )}
    </Drawer>
  );
}

function FindingDecision({ finding, onDone }: { finding: Finding; onDone: () => void }) {
  const queryClient = useQueryClient();
  const canUse = useCanUse();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const decide = useMutation({
    mutationFn: (decision: Decision) =>
      unwrap(api.PATCH('/api/v1/integrations/findings/{id}', { params: { path: { id: finding.id } }, body: decision })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['findings'] });
      toast(t.findings.changed);
      onDone();
    },
  });
  if (!canUse) return null;
  return (
    <section className="flex flex-col gap-3 border-t pt-5">
      {finding.status === 'open' ? (
        <>
          <p className="text-muted text-sm">{t.findings.ignoreText}</p>
          <TextField label={t.findings.reason} value={reason} onChange={(event) => setReason(event.target.value)} />
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
            isBusy={decide.isPending}
            onClick={() =>
              decide.mutate({
                status: 'ignored',
                reason: reason.trim(),
                until: until ? new Date(`${until}T00:00:00`).toISOString() : null,
              })
            }
          >
            {t.findings.ignore}
          </Button>
        </>
      ) : (
        <Button className="self-start" isBusy={decide.isPending} onClick={() => decide.mutate({ status: 'open' })}>
          {t.findings.reopen}
        </Button>
      )}
      {decide.error && <FormError error={decide.error} title={t.connectionSettings.notSaved} />}
    </section>
  );
}
