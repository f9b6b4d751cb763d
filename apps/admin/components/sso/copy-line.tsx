import { CopyButton } from '#components/shared/copy.tsx';

/** A value that has to be entered elsewhere exactly so. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  return (
    <div className="min-w-0">
      <p className="text-muted text-sm">{label}</p>
      <div className="mt-1 flex flex-wrap items-center gap-2">
        <code className="min-w-0 break-all rounded-md bg-sunken px-2 py-1 font-mono text-xs">{value}</code>
        <CopyButton text={value} />
      </div>
    </div>
  );
}
