import { TriangleAlert } from 'lucide-react';
import { formatNumber } from '#lib/format.ts';
import { t } from '#messages/en.ts';

/** Says that findings came with words the manifest does not name: what they count as is a guess somebody should know of. */
export function UnknownWords({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <div
      className="flex gap-3 rounded-lg border border-attention/30 bg-attention-soft px-4 py-3"
      data-testid="unknown-words"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-attention" />
      <div className="min-w-0">
        <p className="font-medium">{t.runs.unknownWords(formatNumber(count))}</p>
        <p className="mt-1 text-muted">{t.runs.unknownWordsText}</p>
      </div>
    </div>
  );
}
