import { cn } from '#lib/cn.ts';

const address = /(https?:\/\/[^\s]+[^\s.,;:)])/;

/** Numbered steps in words; addresses in them become links. */
export function SetupSteps({ steps, className }: { steps: string[]; className?: string }) {
  return (
    <ol className={cn('flex flex-col gap-1.5 text-sm', className)}>
      {steps.map((step, index) => (
        <li key={step} className="flex gap-2.5">
          <span className="mt-px grid size-4.5 shrink-0 place-items-center rounded-full bg-selected font-medium text-[11px] tabular-nums">
            {index + 1}
          </span>
          <span className="min-w-0 break-words text-muted">
            {step.split(address).map((part) =>
              address.test(part) ? (
                <a key={part} href={part} target="_blank" rel="noreferrer" className="text-accent hover:underline">
                  {part}
                </a>
              ) : (
                part
              ),
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
