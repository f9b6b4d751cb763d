'use client';
import Link from 'next/link';
import { FindingList } from '#components/finding/finding-list.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';

export function Findings() {
  return (
    <>
      <PageHeader
        title={t.findings.title}
        text={t.findings.text}
        actions={
          <Button asChild>
            <Link href="/findings/exceptions">{t.findings.exceptions}</Link>
          </Button>
        }
      />
      <FindingList />
    </>
  );
}
