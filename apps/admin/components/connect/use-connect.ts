'use client';
import type { Connection, ProviderDetail, TestResult } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#lib/api/browser.ts';
import { testResultKey } from '#lib/api/test-result.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { type ConnectionFormValues, connectionPayload } from '#lib/connection-form.ts';

/** Creates the connection, or updates the one an earlier try left, and stores what was typed. */
async function save(provider: ProviderDetail, existing: Connection | null, values: ConnectionFormValues) {
  const { general, credentials } = connectionPayload(provider, values);
  if (!existing)
    return unwrap(
      api.POST('/api/v1/integrations/connections', {
        body: { ...general, providerSlug: provider.slug, authMethod: values.authMethod, credentials },
      }),
    );
  const params = { path: { id: existing.id } };
  const updated = await unwrap(api.PATCH('/api/v1/integrations/connections/{id}', { params, body: general }));
  if (existing.authMethod === values.authMethod && Object.keys(credentials).length === 0) return updated;
  return unwrap(
    api.PUT('/api/v1/integrations/connections/{id}/credentials', {
      params,
      body: { authMethod: values.authMethod, credentials },
    }),
  );
}

/** Save, then test for real. The connection outlives a failed test, so that a second try updates it. */
export function useConnect(provider: ProviderDetail, resumed: Connection | null) {
  const queryClient = useQueryClient();
  const [connection, setConnection] = useState(resumed);
  const [result, setResult] = useState<TestResult | null>(null);
  const saving = useMutation({
    mutationFn: (values: ConnectionFormValues) => save(provider, connection, values),
    onSuccess: setConnection,
  });
  const testing = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.POST('/api/v1/integrations/connections/{id}/test', { params: { path: { id } } })),
    onSuccess: (answer, id) => {
      setResult(answer);
      queryClient.setQueryData(testResultKey(id), { at: new Date().toISOString(), result: answer });
    },
  });

  async function connect(values: ConnectionFormValues): Promise<Connection> {
    setResult(null);
    testing.reset();
    const saved = await saving.mutateAsync(values);
    await testing.mutateAsync(saved.id).catch(() => null);
    void queryClient.invalidateQueries({ queryKey: ['connections'] });
    void queryClient.invalidateQueries({ queryKey: ['providers'] });
    void queryClient.invalidateQueries({ queryKey: ['overview'] });
    return saved;
  }

  return { connection, result, saving, testing, connect };
}
