'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '#components/ui/toast.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';

/** What can be done to a subscription with one press. */
export function useSubscriptionMutations(id: string) {
  const queryClient = useQueryClient();
  const params = { path: { id } };
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['event-subscriptions'] });
  const onError = (error: unknown) => toast(toApiError(error).message, 'bad');
  const sendTest = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/event-subscriptions/{id}/test', { params })),
    onSuccess: () => {
      toast(t.events.testSent);
      return refresh();
    },
    onError,
  });
  const setEnabled = useMutation({
    mutationFn: (enabled: boolean) =>
      unwrap(api.PATCH('/api/v1/event-subscriptions/{id}', { params, body: { enabled } })),
    onSuccess: ({ name, enabled }) => {
      toast(enabled ? t.events.enabled(name) : t.events.paused(name));
      return refresh();
    },
    onError,
  });
  const redeliver = useMutation({
    mutationFn: (deliveryId: string) =>
      unwrap(
        api.POST('/api/v1/event-subscriptions/{id}/deliveries/{deliveryId}/redeliver', {
          params: { path: { id, deliveryId } },
        }),
      ),
    onSuccess: () => {
      toast(t.events.redelivered);
      return refresh();
    },
    onError,
  });
  return { sendTest, setEnabled, redeliver };
}
