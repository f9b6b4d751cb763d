'use client';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import { SafetyTag } from '#components/provider/safety-tag.tsx';
import { EmptyState } from '#components/shared/states.tsx';
import { Input, Select } from '#components/ui/input.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';
import { ActionForm } from './action-form.tsx';

const searchFrom = 8;

interface ActionsTabProps {
  connection: Connection;
  provider: ProviderDetail | undefined;
}

export function ActionsTab({ connection, provider }: ActionsTabProps) {
  const { get, change } = useUrlState();
  const [search, setSearch] = useState('');
  if (!provider) return <ListSkeleton />;
  const { operations } = provider;
  if (operations.length === 0)
    return <EmptyState icon={SquareTerminal} title={t.actions.operation} text={t.actions.none} />;
  const operation = operations.find((candidate) => candidate.name === get('operation')) ?? operations[0];
  const open = (name: string) => change({ operation: name });
  const shown = operations.filter((candidate) =>
    `${candidate.name} ${candidate.description}`.toLowerCase().includes(search.toLowerCase()),
  );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[280px_minmax(0,1fr)]">
      <Select
        aria-label={t.actions.operation}
        value={operation?.name ?? ''}
        onChange={(event) => open(event.target.value)}
        className="lg:hidden"
      >
        {operations.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
      <div className="max-lg:hidden">
        {operations.length >= searchFrom && (
          <Input
            type="search"
            aria-label={t.actions.search}
            placeholder={t.actions.search}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="mb-2"
          />
        )}
        <ul aria-label={t.actions.operation} className="flex flex-col gap-0.5">
          {shown.map((candidate) => (
            <li key={candidate.name}>
              <button
                type="button"
                aria-current={candidate.name === operation?.name}
                onClick={() => open(candidate.name)}
                className="flex w-full items-center gap-2 rounded-md px-2.5 py-1.5 text-left text-muted hover:bg-hover hover:text-text aria-[current=true]:bg-selected aria-[current=true]:text-text"
              >
                <code className="min-w-0 flex-1 truncate font-mono text-sm">{candidate.name}</code>
                {candidate.safety !== 'read' && <SafetyTag safety={candidate.safety} />}
              </button>
            </li>
          ))}
        </ul>
      </div>
      {operation && <ActionForm key={operation.name} connection={connection} operation={operation} />}
    </div>
  );
}
