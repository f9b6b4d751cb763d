'use client';
import type { ApiKey } from '@patchbay/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { ApiKeyTable } from '#components/api-key/api-key-table.tsx';
import { CreateApiKey } from '#components/api-key/create-api-key.tsx';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { apiKeysQuery } from '#lib/api/queries.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

export function ApiKeys() {
  const canWrite = useCanManage();
  const queryClient = useQueryClient();
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const query = useQuery(apiKeysQuery(api));
  const name = revoking?.name ?? t.settings.unnamedKey;
  const revoke = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      toast(t.settings.revoked(name));
      setRevoking(null);
      return queryClient.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  const create = canWrite && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t.settings.createKey}
    </Button>
  );
  return (
    <section aria-labelledby="api-keys">
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 id="api-keys" className="font-semibold">
            {t.settings.apiKeys}
          </h2>
          <p className="text-muted">{t.settings.apiKeysText}</p>
        </div>
        {query.data && query.data.length > 0 && create}
      </div>
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton rows={3} />}
      {query.data?.length === 0 && (
        <EmptyState icon={KeyRound} title={t.settings.keysEmptyTitle} text={t.settings.keysEmptyText} action={create} />
      )}
      {query.data && query.data.length > 0 && (
        <ApiKeyTable apiKeys={query.data} {...(canWrite && { onRevoke: setRevoking })} />
      )}
      <CreateApiKey isOpen={isCreating} onClose={() => setCreating(false)} />
      <ConfirmDialog
        isOpen={revoking !== null}
        onClose={() => {
          setRevoking(null);
          revoke.reset();
        }}
        title={t.settings.revokeTitle(name)}
        text={t.settings.revokeText}
        confirmLabel={t.settings.revoke}
        isBusy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoking && revoke.mutate(revoking.id)}
      />
    </section>
  );
}
