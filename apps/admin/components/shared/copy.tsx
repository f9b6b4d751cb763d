'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#lib/cn.ts';
import { shortenId } from '#lib/format.ts';
import { t } from '#messages/en.ts';

function useCopy(text: string): { isCopied: boolean; copy: () => void } {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => void writeClipboard(text).then(() => setCopied(true));
  return { isCopied, copy };
}

/** Pages on plain http (another machine of the network) have no clipboard API: a hidden field serves there. */
async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

export function CopyButton({ text, label = t.common.copy }: { text: string; label?: string }) {
  const { isCopied, copy } = useCopy(text);
  return (
    <Button size="sm" onClick={copy}>
      {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{isCopied ? t.common.copied : label}</span>
    </Button>
  );
}

/** An id cut short in a mono face; a press copies all of it. */
export function CopyId({ id, className }: { id: string; className?: string }) {
  const { isCopied, copy } = useCopy(id);
  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      title={id}
      onClick={copy}
      className={cn(
        'group relative z-10 -mx-1 inline-flex max-w-full items-center gap-1 rounded-sm px-1 font-mono text-muted text-xs hover:bg-hover hover:text-text',
        className,
      )}
    >
      <span className="truncate">{shortenId(id)}</span>
      <span className="sr-only" aria-live="polite">
        {isCopied ? t.common.copied : t.common.copy}
      </span>
      <Icon aria-hidden className={cn('size-3 shrink-0 opacity-60 group-hover:opacity-100', isCopied && 'text-good')} />
    </button>
  );
}
