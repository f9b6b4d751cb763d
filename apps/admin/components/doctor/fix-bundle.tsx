import { CopyButton } from '#components/shared/copy.tsx';
import type { DoctorStep } from '#lib/doctor/types.ts';
import { t } from '#messages/en.ts';

/** Commands and settings that may help, to take along. */
export function FixBundle({ bundle }: { bundle: DoctorStep['bundle'] }) {
  if (bundle.length === 0) return null;
  return (
    <div className="mt-3 flex flex-col gap-3" data-testid="fix-bundle">
      <p className="font-medium text-sm">{t.doctor.bundle}</p>
      {bundle.map(({ title, text }) => (
        <div key={`${title} ${text}`} className="rounded-lg border bg-sunken">
          <div className="flex items-start justify-between gap-3 border-b px-3 py-2">
            <p className="min-w-0 break-words text-muted text-sm">{title}</p>
            <CopyButton text={text} />
          </div>
          <pre className="whitespace-pre-wrap break-words p-3 font-mono text-xs leading-[18px]">{text}</pre>
        </div>
      ))}
    </div>
  );
}
