import { Select } from '#components/ui/input.tsx';
import { t } from '#messages/en.ts';

interface StatusFilterProps<Status extends string> {
  label: string;
  /** What it is called when all are shown. */
  anyLabel: string;
  statuses: readonly Status[];
  value: Status | undefined;
  /** Told the empty text for all of them. */
  onChange: (status: Status | '') => void;
}

/** Shows what is in one state, or all. */
export function StatusFilter<Status extends keyof typeof t.states>(props: StatusFilterProps<Status>) {
  const { label, anyLabel, statuses, value, onChange } = props;
  return (
    <Select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value as Status | '')}
      className="sm:w-44"
    >
      <option value="">{anyLabel}</option>
      {statuses.map((name) => (
        <option key={name} value={name}>
          {t.states[name]}
        </option>
      ))}
    </Select>
  );
}
