import type { ReactNode } from 'react';
import { PatchbayDrawing } from '#components/auth/patchbay-drawing.tsx';
import { Logo } from '#components/shell/logo.tsx';
import { t } from '#messages/en.ts';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <main className="flex flex-col px-5 py-6 sm:px-10">
        <Logo />
        <div className="mx-auto flex w-full max-w-[400px] flex-1 flex-col justify-center py-10">{children}</div>
      </main>
      <aside className="relative flex flex-col justify-end overflow-hidden border-l bg-sunken p-10 max-lg:hidden">
        <PatchbayDrawing className="absolute top-[14%] left-10 w-[max(640px,110%)]" />
        <p className="relative max-w-sm text-balance font-semibold text-2xl tracking-[-0.015em]">{t.auth.tagline}</p>
      </aside>
    </div>
  );
}
