'use client';
import type { OAuthApp } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';

interface DeleteOAuthAppProps {
  /** Closed when null. */
  app: OAuthApp | null;
  providerName: string;
  onClose: () => void;
}

/** Asks first: people cannot sign in again without it. */
export function DeleteOAuthApp({ app, providerName, onClose }: DeleteOAuthAppProps) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: ({ providerSlug, scope }: OAuthApp) =>
      unwrap(
        api.DELETE('/api/v1/integrations/oauth-apps/{slug}', {
          params: { path: { slug: providerSlug }, query: { scope } },
        }),
      ),
    onSuccess: () => {
      toast(t.oauth.deleted(providerName));
      onClose();
      return queryClient.invalidateQueries({ queryKey: ['oauth-apps'] });
    },
  });
  return (
    <ConfirmDialog
      isOpen={app !== null}
      onClose={() => {
        onClose();
        remove.reset();
      }}
      title={t.oauth.deleteTitle(providerName)}
      text={(app?.scope === 'platform' ? t.oauth.deleteTextForAll : t.oauth.deleteText)(app?.clientId ?? '')}
      confirmLabel={t.oauth.delete}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => app && remove.mutate(app)}
    />
  );
}
