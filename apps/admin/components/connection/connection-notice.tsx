'use client';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { CirclePause, CircleX, Clock, LogIn, type LucideIcon, Unplug } from 'lucide-react';
import { SignInAgain } from '#components/oauth/sign-in-again.tsx';
import { Button } from '#components/ui/button.tsx';
import { findAuthMethod, signsInAtProvider } from '#lib/auth-methods.ts';
import { cn } from '#lib/cn.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

interface Notice {
  icon: LucideIcon;
  title: string;
  text: string;
  className: string;
  canUpdate: boolean;
}

function noticeOf(connection: Connection, providerName: string): Notice | null {
  const quiet = 'border-line bg-surface text-muted';
  if (connection.statusCode === 'reauth_required')
    return {
      icon: LogIn,
      title: t.oauth.reauthTitle(providerName),
      text: connection.statusReason ?? t.oauth.reauthText,
      className: 'border-bad/30 bg-bad-soft text-bad',
      canUpdate: true,
    };
  switch (connection.status) {
    case 'error':
      return {
        icon: CircleX,
        title: t.connection.errorTitle,
        text: connection.statusReason ?? connection.lastTest?.message ?? '',
        className: 'border-bad/30 bg-bad-soft text-bad',
        canUpdate: true,
      };
    case 'pending':
      return {
        icon: Clock,
        title: t.connection.pendingTitle,
        text: connection.statusReason ?? t.connection.pendingText,
        className: 'border-attention/30 bg-attention-soft text-attention',
        canUpdate: true,
      };
    case 'paused':
      return {
        icon: CirclePause,
        title: t.connection.pausedTitle,
        text: t.connection.pausedText,
        className: quiet,
        canUpdate: false,
      };
    case 'disconnected':
      return {
        icon: Unplug,
        title: t.connection.disconnectedTitle,
        text: t.connection.disconnectedText,
        className: quiet,
        canUpdate: true,
      };
    default:
      return null;
  }
}

interface ConnectionNoticeProps {
  connection: Connection;
  provider: ProviderDetail | undefined;
  onUpdate: () => void;
}

/** Why a connection does not work right now, and the way on. */
export function ConnectionNotice({ connection, provider, onUpdate }: ConnectionNoticeProps) {
  const canWrite = useCanManage();
  const notice = noticeOf(connection, provider?.name ?? connection.providerSlug);
  if (!notice) return null;
  const method = provider && findAuthMethod(provider, connection.authMethod);
  const isSignIn = connection.statusCode === 'reauth_required' || (method !== undefined && signsInAtProvider(method));
  const Icon = notice.icon;
  return (
    <div
      data-testid="connection-notice"
      className={cn('mb-4 flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-4 py-3', notice.className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium text-text">{notice.title}</p>
        <p className="break-words text-muted">{notice.text}</p>
      </div>
      {notice.canUpdate &&
        canWrite &&
        (isSignIn ? (
          <SignInAgain connection={connection} label={t.oauth.connectAgain} size="sm" />
        ) : (
          <Button size="sm" onClick={onUpdate}>
            {t.connection.updateCredentials}
          </Button>
        ))}
    </div>
  );
}
