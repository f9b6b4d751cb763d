import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CirclePlus,
  CircleSlash,
  CircleX,
  Clock,
  Hand,
  Loader2,
  LogIn,
  type LucideIcon,
  PencilLine,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';

export type State = keyof typeof t.states;
type Tone = 'good' | 'attention' | 'bad' | 'unknown' | 'accent';

/** Every state there is, with the icon that goes with its word. */
const looks: Record<State, { tone: Tone; icon: LucideIcon }> = {
  open: { tone: 'attention', icon: TriangleAlert },
  resolved: { tone: 'good', icon: CircleCheck },
  ignored: { tone: 'unknown', icon: CircleSlash },
  active: { tone: 'good', icon: CircleCheck },
  healthy: { tone: 'good', icon: CircleCheck },
  success: { tone: 'good', icon: CircleCheck },
  passed: { tone: 'good', icon: CircleCheck },
  pending: { tone: 'attention', icon: Clock },
  degraded: { tone: 'attention', icon: TriangleAlert },
  partial: { tone: 'attention', icon: TriangleAlert },
  interrupted: { tone: 'attention', icon: TriangleAlert },
  error: { tone: 'bad', icon: CircleX },
  unhealthy: { tone: 'bad', icon: CircleX },
  failed: { tone: 'bad', icon: CircleX },
  paused: { tone: 'unknown', icon: CirclePause },
  disconnected: { tone: 'unknown', icon: Unplug },
  unknown: { tone: 'unknown', icon: CircleDashed },
  cancelled: { tone: 'unknown', icon: Ban },
  skipped: { tone: 'unknown', icon: CircleSlash },
  waiting: { tone: 'unknown', icon: CircleDashed },
  queued: { tone: 'unknown', icon: Clock },
  running: { tone: 'accent', icon: Loader2 },
  added: { tone: 'good', icon: CirclePlus },
  updated: { tone: 'accent', icon: PencilLine },
  deleted: { tone: 'bad', icon: CircleMinus },
  reauth_required: { tone: 'bad', icon: LogIn },
  expired: { tone: 'unknown', icon: Clock },
  delivered: { tone: 'good', icon: CircleCheck },
  disabled: { tone: 'bad', icon: Ban },
  registered: { tone: 'good', icon: CircleCheck },
  manual: { tone: 'unknown', icon: Hand },
  missing: { tone: 'bad', icon: CircleSlash },
  removed: { tone: 'unknown', icon: CircleMinus },
  received: { tone: 'accent', icon: Clock },
  handled: { tone: 'good', icon: CircleCheck },
  ok: { tone: 'good', icon: CircleCheck },
  warning: { tone: 'attention', icon: TriangleAlert },
};

const tones: Record<Tone, string> = {
  good: 'text-good bg-good-soft',
  attention: 'text-attention bg-attention-soft',
  bad: 'text-bad bg-bad-soft',
  unknown: 'text-unknown bg-unknown-soft',
  accent: 'text-accent bg-accent-soft',
};

const textTones: Record<Tone, string> = {
  good: 'text-good',
  attention: 'text-attention',
  bad: 'text-bad',
  unknown: 'text-unknown',
  accent: 'text-accent',
};

export function toneOf(state: State): Tone {
  return looks[state].tone;
}

/** The icon of a state in its colour. Never alone: a word stands beside it. */
export function StateIcon({ state, className }: { state: State; className?: string }) {
  const { icon: Icon, tone } = looks[state] ?? { icon: CircleAlert, tone: 'unknown' };
  return (
    <Icon
      aria-hidden
      className={cn('size-4 shrink-0', textTones[tone], state === 'running' && 'animate-spin', className)}
    />
  );
}

/** One state: icon, word and colour, always the three together. */
export function StateBadge({ state, className }: { state: State; className?: string }) {
  const { icon: Icon, tone } = looks[state] ?? { icon: CircleAlert, tone: 'unknown' };
  return (
    <span
      data-testid="state"
      data-state-name={state}
      className={cn(
        'inline-flex h-5.5 items-center gap-1 whitespace-nowrap rounded-md py-0.5 pr-1.5 pl-1 font-medium text-xs',
        tones[tone],
        className,
      )}
    >
      <Icon aria-hidden className={cn('size-3.5 shrink-0', state === 'running' && 'animate-spin')} />
      {t.states[state] ?? state}
    </span>
  );
}
