'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { api } from '#lib/api/browser.ts';
import { doctorRunQuery } from '#lib/api/queries/doctor.ts';
import { unwrap } from '#lib/api/unwrap.ts';

/** Sends a doctor to connections, to all when none are named, and opens the page where it can be watched. */
export function useStartDoctor() {
  const router = useRouter();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (connectionIds: string[] | null) =>
      unwrap(api.POST('/api/v1/doctor/run', { body: connectionIds ? { connectionIds } : {} })),
    onSuccess: (run) => {
      queryClient.setQueryData(doctorRunQuery(api, run.id).queryKey, run);
      void queryClient.invalidateQueries({ queryKey: ['doctor', 'list'] });
      router.push(`/doctor/${run.id}`);
    },
  });
}
