'use client';
import type { Connection } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '#components/ui/toast.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { isFromTheDatabase } from '#lib/api/is-from-the-database.ts';
import { testResultKey } from '#lib/api/test-result.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';

/** Marks a running test of a connection, so that every part of its page knows about it. */
export function testMutationKey(id: string) {
  return ['test-connection', id] as const;
}

/** What can be done to a connection as a whole. Each ends by reading again what it may have changed. */
export function useConnectionMutations(connection: Connection) {
  const queryClient = useQueryClient();
  const { id } = connection;
  const params = { params: { path: { id } } };
  const sayError = (error: Error) => toast(toApiError(error).message, 'bad');
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['connections'], predicate: isFromTheDatabase }),
      queryClient.invalidateQueries({ queryKey: ['overview'] }),
    ]);

  const test = useMutation({
    mutationKey: testMutationKey(id),
    mutationFn: () => unwrap(api.POST('/api/v1/integrations/connections/{id}/test', params)),
    onMutate: () => queryClient.setQueryData(testResultKey(id), null),
    onSuccess: (result) => queryClient.setQueryData(testResultKey(id), { at: new Date().toISOString(), result }),
    onSettled: refresh,
  });
  const sync = useMutation({
    mutationFn: (name: string | undefined) =>
      unwrap(
        api.POST('/api/v1/integrations/connections/{id}/sync', {
          ...params,
          body: { mode: 'full', ...(name && { sync: name }) },
        }),
      ),
    onSuccess: () => toast(t.connection.syncStarted),
    onError: sayError,
    onSettled: refresh,
  });
  const pause = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/integrations/connections/{id}/pause', params)),
    onSuccess: () => toast(t.connection.paused),
    onError: sayError,
    onSettled: refresh,
  });
  const resume = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/integrations/connections/{id}/resume', params)),
    onSuccess: () => toast(t.connection.resumed),
    onError: sayError,
    onSettled: refresh,
  });
  const disconnect = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/integrations/connections/{id}/disconnect', params)),
    onSuccess: () => toast(t.connectionSettings.disconnected),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (purge: boolean) =>
      unwrap(
        api.DELETE('/api/v1/integrations/connections/{id}', {
          params: { path: { id }, query: { ...(purge && { purge: true }) } },
        }),
      ),
    onSuccess: () => {
      toast(t.connectionSettings.deleted(connection.name));
      // What is gone is not read again: only what lists it.
      for (const queryKey of [['connections', 'list'], ['overview'], ['providers']])
        void queryClient.invalidateQueries({ queryKey });
    },
  });
  return { test, sync, pause, resume, disconnect, remove, refresh };
}
