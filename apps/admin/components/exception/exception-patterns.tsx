import type { FindingException } from '@patchbay/client';
import { t } from '#messages/en.ts';

/** Which findings an exception fits, one line for each pattern it has. */
export function ExceptionPatterns({ exception }: { exception: Pick<FindingException, 'rule' | 'resource'> }) {
  return (
    <span className="block min-w-0">
      {(['rule', 'resource'] as const).map((name) => {
        const pattern = exception[name];
        return (
          pattern && (
            <span key={name} className="block min-w-0 break-words">
              <span className="text-muted text-sm">{t.exceptions[name]} </span>
              <code className="break-all font-mono text-xs">{pattern}</code>
            </span>
          )
        );
      })}
    </span>
  );
}
