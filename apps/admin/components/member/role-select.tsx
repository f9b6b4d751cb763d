import type { Role } from '@patchbay/client';
import { type ComponentProps, useId } from 'react';
import { FieldFrame } from '#components/ui/field-frame.tsx';
import { Select } from '#components/ui/input.tsx';
import { t } from '#messages/en.ts';

/** Roles with what each may do. */
export function RoleSelect({ roles, ...props }: { roles: Role[] } & ComponentProps<'select'>) {
  const id = useId();
  return (
    <FieldFrame id={id} label={t.settings.columns.role}>
      <Select id={id} {...props}>
        {roles.map((role) => (
          <option key={role} value={role}>
            {t.settings.roles[role]?.label}: {t.settings.roles[role]?.text}
          </option>
        ))}
      </Select>
    </FieldFrame>
  );
}
