'use client';
import type { Connection, Discovered, ProviderDetail } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ScanSearch, TriangleAlert } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { type Column, DataTable } from '#components/shared/data-table.tsx';
import { ExternalLink } from '#components/shared/external-link.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { FieldFrame } from '#components/ui/field-frame.tsx';
import { Form } from '#components/ui/form.tsx';
import { Input, Select } from '#components/ui/input.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { formatNumber, humanize } from '#lib/format.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';

type Resource = Discovered['resources'][number];

const columns: Column<Resource>[] = [
  {
    id: 'name',
    header: t.resources.columns.name,
    narrow: 'title',
    sortValue: (resource) => resource.name,
    cell: (resource) =>
      resource.url ? (
        <ExternalLink href={resource.url} className="font-medium">
          {resource.name}
        </ExternalLink>
      ) : (
        <span className="break-all font-medium">{resource.name}</span>
      ),
  },
  {
    id: 'id',
    header: t.resources.columns.id,
    sortValue: (resource) => resource.id,
    cell: (resource) => <span className="break-all font-mono text-muted text-xs">{resource.id}</span>,
  },
  {
    id: 'details',
    header: t.resources.columns.details,
    narrow: 'hidden',
    cell: (resource) => <span className="text-muted text-sm">{describeExtras(resource)}</span>,
  },
];

/** What a provider tells beyond id, name and address, in one line. */
function describeExtras(resource: Resource): string {
  return Object.entries(resource)
    .filter(([name, value]) => !['id', 'name', 'url'].includes(name) && value !== null && typeof value !== 'object')
    .slice(0, 3)
    .map(([name, value]) => `${humanize(name)}: ${String(value)}`)
    .join(' · ');
}

interface ResourcesTabProps {
  connection: Connection;
  provider: ProviderDetail | undefined;
}

export function ResourcesTab({ connection, provider }: ResourcesTabProps) {
  const { get, change } = useUrlState();
  const queryClient = useQueryClient();
  const types = provider?.supportedResourceTypes ?? [];
  const type = get('type') || types[0] || '';
  const [pattern, setPattern] = useState(get('pattern'));
  const typeId = useId();
  const patternId = useId();
  const discover = useMutation({
    mutationFn: (input: { type: string; pattern: string }) =>
      unwrap(
        api.POST('/api/v1/integrations/{id}/discover', {
          params: { path: { id: connection.id } },
          body: { resourceType: input.type, ...(input.pattern && { filter: { namePattern: input.pattern } }) },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['connections', connection.id, 'runs'] }),
  });
  if (provider && types.length === 0)
    return <EmptyState icon={ScanSearch} title={t.resources.unsupportedTitle} text={t.resources.unsupportedText} />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    change({ type, pattern: pattern.trim() });
    discover.mutate({ type, pattern: pattern.trim() });
  };
  return (
    <>
      <Form
        onSubmit={submit}
        className="mb-5 grid items-start gap-4 sm:grid-cols-[200px_minmax(0,1fr)_auto]"
        data-testid="discover-form"
      >
        <FieldFrame id={typeId} label={t.resources.type}>
          <Select id={typeId} value={type} onChange={(event) => change({ type: event.target.value })}>
            {types.map((value) => (
              <option key={value} value={value}>
                {humanize(value)}
              </option>
            ))}
          </Select>
        </FieldFrame>
        <FieldFrame id={patternId} label={t.resources.pattern} isOptional help={t.resources.patternHelp}>
          <Input
            id={patternId}
            value={pattern}
            onChange={(event) => setPattern(event.target.value)}
            placeholder={t.resources.patternPlaceholder}
            aria-describedby={`${patternId}-help`}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-sm"
          />
        </FieldFrame>
        <Button type="submit" variant="primary" size="lg" isBusy={discover.isPending} className="sm:mt-6">
          {discover.isPending ? t.resources.discovering : t.resources.discover}
        </Button>
      </Form>
      {discover.error && <ErrorState error={discover.error} />}
      {discover.isPending && <ListSkeleton />}
      {discover.isIdle && (
        <p className="rounded-lg border border-dashed px-4 py-10 text-center text-muted">{t.resources.intro}</p>
      )}
      {discover.data && !discover.isPending && <DiscoverResult found={discover.data} />}
    </>
  );
}

function DiscoverResult({ found }: { found: Discovered }) {
  if (found.resources.length === 0)
    return <p className="rounded-lg border border-dashed px-4 py-10 text-center text-muted">{t.resources.none}</p>;
  return (
    <>
      <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm" aria-live="polite">
        <span className="tabular-nums">{t.resources.found(formatNumber(found.resources.length))}</span>
        {found.truncated && (
          <span className="flex items-center gap-1.5 text-attention">
            <TriangleAlert aria-hidden className="size-4" />
            {t.resources.truncated}
          </span>
        )}
      </p>
      <DataTable
        label={t.connection.tabs.resources}
        testId="resources"
        columns={columns}
        rows={found.resources}
        rowKey={(resource) => resource.id}
      />
    </>
  );
}
