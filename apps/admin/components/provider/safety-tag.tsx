import { Eye, PencilLine, TriangleAlert } from 'lucide-react';
import { Tag } from '#components/shared/tag.tsx';
import { t } from '#messages/en.ts';

const looks = {
  read: { icon: Eye, className: '' },
  write: { icon: PencilLine, className: 'border-attention/30 text-attention' },
  destructive: { icon: TriangleAlert, className: 'border-bad/30 text-bad' },
};

/** Whether an operation reads, writes or destroys. */
export function SafetyTag({ safety }: { safety: keyof typeof looks }) {
  const { icon: Icon, className } = looks[safety];
  return (
    <Tag className={className}>
      <Icon aria-hidden className="size-3" />
      {t.provider.safety[safety]}
    </Tag>
  );
}
