'use client';
import { Crash, type CrashProps } from '#components/shared/crash.tsx';

export default function PageError(props: CrashProps) {
  return (
    <main>
      <Crash {...props} />
    </main>
  );
}
