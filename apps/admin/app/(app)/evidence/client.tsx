'use client';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Download, FileCheck2, Link2 } from 'lucide-react';
import Link from 'next/link';
import { ChainCheck } from '#components/evidence/chain-check.tsx';
import { EvidenceArchivePanel } from '#components/evidence/evidence-archive.tsx';
import { EvidenceDrawer } from '#components/evidence/evidence-drawer.tsx';
import { EvidenceTable } from '#components/evidence/evidence-table.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { evidenceQuery } from '#lib/api/queries/evidence.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { readEvidenceLines, saveFile } from '#lib/doctor/export-evidence.ts';
import { formatNumber } from '#lib/format.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';

export function EvidenceList() {
  const { get, change } = useUrlState();
  const query = useInfiniteQuery(evidenceQuery(api));
  const entries = query.data?.pages.flatMap((page) => page.data) ?? [];
  const opened = entries.find(({ id }) => id === get('entry')) ?? null;
  const verify = useMutation({ mutationFn: () => unwrap(api.GET('/api/v1/evidence/verification')) });
  const save = useMutation({
    mutationFn: () => readEvidenceLines(api),
    onSuccess: (lines) => {
      saveFile(`patchbay-evidence-${new Date().toISOString().slice(0, 10)}.jsonl`, lines);
      toast(t.evidence.exported(formatNumber(lines.length)));
    },
  });
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t.doctor.title, href: '/doctor' }]}
        title={t.evidence.title}
        text={t.evidence.text}
        actions={
          entries.length > 0 && (
            <>
              <Button isBusy={save.isPending} onClick={() => save.mutate()}>
                {!save.isPending && <Download aria-hidden />}
                {t.evidence.export}
              </Button>
              <Button variant="primary" isBusy={verify.isPending} onClick={() => verify.mutate()}>
                {!verify.isPending && <Link2 aria-hidden />}
                {t.evidence.check}
              </Button>
            </>
          )
        }
      />
      {verify.error && <ErrorState error={verify.error} title={t.evidence.notChecked} className="mb-6" />}
      {save.error && <ErrorState error={save.error} title={t.evidence.notExported} className="mb-6" />}
      {verify.data && <ChainCheck verification={verify.data} />}
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton />}
      {query.data && entries.length === 0 && (
        <EmptyState
          icon={FileCheck2}
          title={t.evidence.emptyTitle}
          text={t.evidence.emptyText}
          action={
            <Button asChild>
              <Link href="/doctor">{t.evidence.toDoctor}</Link>
            </Button>
          }
        />
      )}
      {entries.length > 0 && <EvidenceTable entries={entries} onOpen={({ id }) => change({ entry: id }, 'push')} />}
      <LoadMore query={query} />
      <EvidenceArchivePanel />
      <EvidenceDrawer entry={opened} onClose={() => change({ entry: null })} />
    </>
  );
}
