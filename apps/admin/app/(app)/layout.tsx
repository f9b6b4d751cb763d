import type { ReactNode } from 'react';
import { ApiDown } from '#components/shell/api-down.tsx';
import { AppShell } from '#components/shell/app-shell.tsx';
import { requireMe } from '#lib/server/require-me.ts';

export default async function AppLayout({ children }: { children: ReactNode }) {
  const session = await requireMe();
  if ('error' in session) return <ApiDown requestId={session.error.requestId} />;
  return <AppShell me={session.me}>{children}</AppShell>;
}
