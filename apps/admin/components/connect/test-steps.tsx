'use client';
import type { TestResult } from '@patchbay/client';
import { useEffect, useState } from 'react';
import { type State, StateIcon } from '#components/shared/state-badge.tsx';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';

const order = ['reach', 'authenticate', 'identity', 'scopes'] as const;
const revealMs = 160;

interface TestStepsProps {
  result: TestResult | null;
  isRunning: boolean;
  /** The answer was there before the page: show it at once. */
  isOld?: boolean;
}

/** How many steps are shown as decided. They tick one by one, in the order the test took them. */
function useReveal(result: TestResult | null, isOld: boolean): number {
  const total = result?.steps.length ?? 0;
  const [shown, setShown] = useState(isOld ? total : 0);
  useEffect(() => {
    if (!result) return setShown(0);
    if (isOld || matchMedia('(prefers-reduced-motion: reduce)').matches) return setShown(total);
    setShown(0);
    const timer = setInterval(() => setShown((count) => Math.min(count + 1, total)), revealMs);
    return () => clearInterval(timer);
  }, [result, isOld, total]);
  return shown;
}

export function TestSteps({ result, isRunning, isOld = false }: TestStepsProps) {
  const shown = useReveal(result, isOld);
  const steps = order.map((id) => {
    const index = result?.steps.findIndex((step) => step.id === id) ?? -1;
    const step = index >= 0 && index < shown ? result?.steps[index] : undefined;
    return { id, step, state: stateOf(step, isRunning && id === 'reach', result !== null && index === shown) };
  });
  return (
    <ol data-testid="test-steps" aria-live="polite" className="flex flex-col divide-y">
      {steps.map(({ id, step, state }) => (
        <li
          key={id}
          data-step={id}
          data-state-name={state}
          className="flex items-start gap-3 py-2 first:pt-0 last:pb-0"
        >
          <StateIcon state={state} className="mt-0.5" />
          <span className="min-w-0 flex-1">
            <span className={cn('font-medium', state === 'waiting' && 'text-muted')}>{t.connect.testSteps[id]}</span>
            {step?.message && <span className="block break-words text-muted text-sm">{step.message}</span>}
          </span>
          <span className="whitespace-nowrap text-muted text-sm">{t.states[state]}</span>
        </li>
      ))}
    </ol>
  );
}

function stateOf(step: TestResult['steps'][number] | undefined, isFirst: boolean, isNext: boolean): State {
  if (step) return step.status;
  return isFirst || isNext ? 'running' : 'waiting';
}
