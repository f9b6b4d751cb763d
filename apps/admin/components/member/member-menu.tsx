'use client';
import { LogOut, MoreHorizontal, UserCog, UserMinus } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '#components/ui/menu.tsx';
import { t } from '#messages/en.ts';

interface MemberMenuProps {
  name: string;
  isSelf: boolean;
  onChangeRole?: () => void;
  onRemove: () => void;
}

/** What can be done to one member. */
export function MemberMenu({ name, isSelf, onChangeRole, onRemove }: MemberMenuProps) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="iconSm" aria-label={t.members.manage(name)}>
          <MoreHorizontal aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent>
        {onChangeRole && (
          <MenuItem onSelect={onChangeRole}>
            <UserCog aria-hidden />
            {t.members.changeRole}
          </MenuItem>
        )}
        <MenuItem onSelect={onRemove}>
          {isSelf ? <LogOut aria-hidden /> : <UserMinus aria-hidden />}
          {isSelf ? t.members.leave : t.members.remove}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
