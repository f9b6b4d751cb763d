'use client';
import type { Me } from '@patchbay/client';
import { ChevronsUpDown, LogOut } from 'lucide-react';
import { useState } from 'react';
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from '#components/ui/menu.tsx';
import { toast } from '#components/ui/toast.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { signOut } from '#lib/api/auth.ts';
import { initials } from '#lib/format.ts';
import { applyTheme, currentTheme, readTheme, type Theme, themes } from '#lib/theme.ts';
import { t } from '#messages/en.ts';

export function AccountMenu({ me }: { me: Me }) {
  const [theme, setTheme] = useState<Theme>('system');
  const name = me.user?.name || me.user?.email || me.organization.name;
  const leave = () =>
    signOut().then(
      () => location.assign('/sign-in'),
      (error: unknown) => toast(toApiError(error).message, 'bad'),
    );
  return (
    <Menu>
      <MenuTrigger
        onPointerDown={() => setTheme(currentTheme())}
        onKeyDown={() => setTheme(currentTheme())}
        className="flex w-full items-center gap-2.5 rounded-md p-2 text-left hover:bg-hover data-[state=open]:bg-hover"
      >
        <span aria-hidden className="grid size-7 place-items-center rounded-full bg-selected font-semibold text-xs">
          {initials(name)}
        </span>
        <span className="sr-only">{t.nav.account}</span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium text-sm">{name}</span>
          <span className="block truncate text-muted text-xs">{me.organization.name}</span>
        </span>
        <ChevronsUpDown aria-hidden className="size-4 text-faint" />
      </MenuTrigger>
      <MenuContent side="top" align="start" className="w-52">
        {me.user && <MenuLabel>{me.user.email}</MenuLabel>}
        <MenuSeparator />
        <MenuLabel>{t.nav.theme}</MenuLabel>
        <MenuRadioGroup
          value={theme}
          onValueChange={(value) => {
            setTheme(readTheme(value));
            applyTheme(readTheme(value));
          }}
        >
          {themes.map((value) => (
            <MenuRadioItem key={value} value={value} onSelect={(event) => event.preventDefault()}>
              {t.nav.themes[value]}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem onSelect={leave}>
          <LogOut aria-hidden />
          {t.nav.signOut}
        </MenuItem>
        <MenuSeparator />
        <MenuLabel>
          {t.nav.modes[me.mode]} · {me.version}
        </MenuLabel>
      </MenuContent>
    </Menu>
  );
}
