'use client';
import type { ApiKey } from '@patchbay/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { ApiKeyTable } from '#components/api-key/api-key-table.tsx';
import { CreateApiKey } from '#components/api-key/create-api-key.tsx';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { ListSection } from '#components/shared/list-section.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { apiKeysQuery } from '#lib/api/queries/people.ts';
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
    <ListSection
      title={t.settings.apiKeys}
      text={t.settings.apiKeysText}
      query={query}
      add={create}
      empty={{ icon: KeyRound, title: t.settings.keysEmptyTitle, text: t.settings.keysEmptyText }}
      list={(apiKeys) => <ApiKeyTable apiKeys={apiKeys} {...(canWrite && { onRevoke: setRevoking })} />}
    >
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
    </ListSection>
  );
}
