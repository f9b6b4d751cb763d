import type { ProviderDetail } from '@patchbay/client';
import { t } from '#messages/en.ts';

/** The interfaces a provider serves, each with the inputs it has no place for. */
export function InterfaceList({ interfaces, notTaken }: Pick<ProviderDetail, 'interfaces' | 'notTaken'>) {
  return (
    <ul className="flex flex-col gap-1.5">
      {interfaces.map((id) => (
        <li key={id}>
          {id}
          {notTaken
            .filter((one) => one.interface === id)
            .map(({ input, reason, instead }) => (
              <p key={input} className="text-muted">
                {t.provider.notTaken(input)} {reason} {instead}
              </p>
            ))}
        </li>
      ))}
    </ul>
  );
}
