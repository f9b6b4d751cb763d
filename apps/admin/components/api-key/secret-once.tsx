'use client';
import { CopyButton } from '#components/shared/copy.tsx';
import { t } from '#messages/en.ts';

/** A secret that is shown this one time, with a way to take it along. */
export function SecretOnce({ secret, label = t.settings.keyLabel }: { secret: string; label?: string }) {
  return (
    <div className="rounded-lg border bg-sunken p-3">
      <div className="mb-2 flex items-center justify-between gap-3">
        <span className="font-medium text-muted text-xs">{label}</span>
        <CopyButton text={secret} />
      </div>
      <code data-testid="secret-once" className="block break-all font-mono text-sm">
        {secret}
      </code>
    </div>
  );
}
