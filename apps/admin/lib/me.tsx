'use client';
import type { Me } from '@patchbay/client';
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

/** Whether the visitor may change things. It only hides what would be refused: the API decides. */
export function useCanWrite(): boolean {
  const { role } = useMe();
  return role === 'owner' || role === 'admin';
}
