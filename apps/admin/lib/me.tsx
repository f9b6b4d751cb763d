'use client';
import type { Me, Role } from '@patchbay/client';
import { createContext, type ReactNode, use } from 'react';

const MeContext = createContext<Me | null>(null);

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

/** Who is looking at the page. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('useMe is for pages inside the app shell.');
  return me;
}

const ranks: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };

export function isAtLeast(role: Role, least: Role): boolean {
  return ranks[role] >= ranks[least];
}

/** Whether the visitor may make and change connections and handle secrets. It only hides what the API would refuse. */
export function useCanManage(): boolean {
  return isAtLeast(useMe().role, 'admin');
}

/** Roles the visitor may give, strongest first: none above the own one. */
export function rolesUpTo(role: Role): Role[] {
  return (['owner', 'admin', 'member', 'viewer'] as const).filter((each) => isAtLeast(role, each));
}

/** Whether the visitor may use connections: start syncs, write at the provider. */
export function useCanUse(): boolean {
  return isAtLeast(useMe().role, 'member');
}
