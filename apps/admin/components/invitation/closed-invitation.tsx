import { MailX } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';

/** An invitation that leads nowhere, with what to do instead. */
export function ClosedInvitation({ title, text }: { title: string; text: string }) {
  return (
    <div className="flex flex-col items-start" data-testid="invitation-closed">
      <span className="mb-4 grid size-10 place-items-center rounded-lg border bg-surface text-muted">
        <MailX aria-hidden className="size-5" />
      </span>
      <h1 className="font-semibold text-2xl tracking-[-0.015em]">{title}</h1>
      <p className="mt-1 break-words text-muted">{text}</p>
      <Button asChild size="lg" className="mt-5">
        <a href="/sign-in">{t.invitation.toSignIn}</a>
      </Button>
    </div>
  );
}
