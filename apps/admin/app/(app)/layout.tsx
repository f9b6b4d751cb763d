import type { ReactNode } from 'react';
import { ApiDown } from '#components/shell/api-down.tsx';
import { AppShell } from '#components/shell/app-shell.tsx';
import { Refused } from '#components/shell/refused.tsx';
import { requireMe } from '#lib/server/require-me.ts';

export default async function AppLayout({ children }: { children: ReactNode }) {
  const session = await requireMe();
  if ('error' in session) {
    const { status, message, requestId } = session.error;
    return status === 0 || status >= 500 ? (
      <ApiDown requestId={requestId} />
    ) : (
      <Refused message={message} requestId={requestId} />
    );
  }
  return <AppShell me={session.me}>{children}</AppShell>;
}
