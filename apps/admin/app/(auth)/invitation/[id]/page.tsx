import type { Metadata } from 'next';
import { ClosedInvitation } from '#components/invitation/closed-invitation.tsx';
import { ApiDown } from '#components/shell/api-down.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { serverApi } from '#lib/api/server.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';
import { Invitation } from './client.tsx';

export const metadata: Metadata = { title: t.invitation.pageTitle, referrer: 'no-referrer' };

export default async function InvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const api = await serverApi();
  const found = await unwrap(api.GET('/api/v1/invitations/{id}', { params: { path: { id } } })).catch(toApiError);
  if (!(found instanceof Error)) return <Invitation id={id} invitation={found} />;
  if (found.status !== 404 && found.status !== 400) return <ApiDown requestId={found.requestId} />;
  return <ClosedInvitation title={t.invitation.unknownTitle} text={t.invitation.unknownText} />;
}
