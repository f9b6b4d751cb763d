import { Fragment, type ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** Colours the tokens of formatted JSON: names, texts, numbers, words. */
function highlight(json: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of json.matchAll(token)) {
    parts.push(json.slice(end, match.index));
    const [text, string, colon, word] = match;
    const tone = colon ? 'text-text' : string ? 'text-good' : word ? 'text-attention' : 'text-accent';
    parts.push(
      <Fragment key={match.index}>
        <span className={tone}>{string ?? text}</span>
        {colon}
      </Fragment>,
    );
    end = match.index + text.length;
  }
  parts.push(json.slice(end));
  return parts;
}

/** Beyond this many characters a payload is shown plain: colouring it would freeze the page. */
const highlightLimit = 100_000;

export function JsonView({ value, className, label }: { value: unknown; className?: string; label: string }) {
  const json = JSON.stringify(value, null, 2) ?? 'null';
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
      tabIndex={0}
      className={cn(
        'scroll-thin max-h-[60vh] overflow-auto rounded-lg border bg-sunken p-3 font-mono text-muted text-xs leading-[18px]',
        className,
      )}
    >
      <pre>{json.length > highlightLimit ? json : highlight(json)}</pre>
    </section>
  );
}
