'use client';
import { useQuery } from '@tanstack/react-query';
import { SearchBox } from '#components/shared/search-box.tsx';
import { Select } from '#components/ui/input.tsx';
import { api } from '#lib/api/browser.ts';
import { connectionChoicesQuery } from '#lib/api/queries/connections.ts';
import { findingStatuses, severities } from '#lib/finding-filter.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';

/** Narrows a list of findings; all of it lives in the address. */
export function FindingFilters({ ofOneConnection }: { ofOneConnection: boolean }) {
  const { get, change } = useUrlState();
  const connections = useQuery({ ...connectionChoicesQuery(api), enabled: !ofOneConnection });
  return (
    <div className="mb-4 flex flex-wrap gap-3">
      <Select
        aria-label={t.findings.status}
        value={[...findingStatuses, 'all'].find((each) => each === get('status')) ?? 'open'}
        onChange={(event) => change({ status: event.target.value === 'open' ? null : event.target.value })}
        className="sm:w-36"
      >
        {findingStatuses.map((status) => (
          <option key={status} value={status}>
            {t.states[status]}
          </option>
        ))}
        <option value="all">{t.findings.anyStatus}</option>
      </Select>
      <Select
        aria-label={t.findings.severity}
        value={severities.find((each) => each === get('severity')) ?? ''}
        onChange={(event) => change({ severity: event.target.value })}
        className="sm:w-40"
      >
        <option value="">{t.findings.anySeverity}</option>
        {severities.map((severity) => (
          <option key={severity} value={severity}>
            {t.findings.severities[severity]}
          </option>
        ))}
      </Select>
      {!ofOneConnection && (
        <Select
          aria-label={t.findings.connection}
          value={get('connection')}
          onChange={(event) => change({ connection: event.target.value })}
          className="sm:w-48"
        >
          <option value="">{t.findings.anyConnection}</option>
          {connections.data?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      {(['rule', 'resource'] as const).map((name) => (
        <SearchBox
          key={name}
          label={name === 'rule' ? t.findings.searchRule : t.findings.searchResource}
          value={get(name)}
          onChange={(text) => change({ [name]: text })}
          className="min-w-0 flex-1 basis-full sm:basis-40"
        />
      ))}
    </div>
  );
}
