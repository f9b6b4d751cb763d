'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { toast } from '#components/ui/toast.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { doctorRunQuery } from '#lib/api/queries/doctor.ts';
import { webhooksQuery } from '#lib/api/queries/webhooks.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import type { Webhook } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';

/** What can be done to a webhook with one press. */
export function useWebhookMutations({ id, connectionId }: Pick<Webhook, 'id' | 'connectionId'>) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const params = { path: { id: connectionId, webhookId: id } };
  const refresh = () => queryClient.invalidateQueries({ queryKey: webhooksQuery(api, connectionId).queryKey });
  const onError = (error: unknown) => toast(toApiError(error).message, 'bad');
  const look = (repair: boolean) =>
    unwrap(api.POST('/api/v1/integrations/connections/{id}/webhooks/{webhookId}/check', { params, body: { repair } }));
  const check = useMutation({
    mutationFn: () => look(false),
    onSuccess: ({ hook }) => {
      // The message stands with the webhook, whatever the state was before.
      toast(t.webhooks.checked(t.states[hook.state]), hook.message === null ? 'good' : 'bad');
      return refresh();
    },
    onError,
  });
  const repair = useMutation({
    mutationFn: () => look(true),
    onSuccess: ({ hook }) => {
      if (hook.state === 'registered') toast(t.webhooks.repaired);
      else toast(t.webhooks.notRepaired, 'bad');
      return refresh();
    },
    onError,
  });
  const test = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/integrations/connections/{id}/webhooks/{webhookId}/test', { params })),
    onSuccess: (run) => {
      queryClient.setQueryData(doctorRunQuery(api, run.id).queryKey, run);
      router.push(`/doctor/${run.id}`);
    },
    onError,
  });
  return { check, repair, test, refresh, params };
}
