import { ExternalLink } from '#components/shared/external-link.tsx';
import { t } from '#messages/en.ts';

const example = `import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.PATCHBAY_WEBHOOK_SECRET);
// Throws when it is not from Patchbay.
const event = webhook.verify(rawBody, request.headers);`;

/** How a receiver knows that a delivery is from here. */
export function VerifyGuide() {
  return (
    <div className="flex flex-col gap-2 text-sm">
      <h3 className="font-semibold">{t.events.verifyTitle}</h3>
      <p className="text-pretty text-muted">{t.events.verifyText}</p>
      <section
        aria-label={t.events.verifyTitle}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        tabIndex={0}
        className="scroll-thin overflow-x-auto rounded-lg border bg-sunken p-3 font-mono text-xs leading-[18px]"
      >
        <pre>{example}</pre>
      </section>
      <p className="text-pretty text-muted">{t.events.verifyOnce}</p>
      <ExternalLink href="https://www.standardwebhooks.com">{t.events.standard}</ExternalLink>
    </div>
  );
}
