import { eventTypes, severitySchema } from '@patchbay/schema';
import type { EventView } from '../dto/index.ts';
import type { ServiceSettings } from '../types.ts';

/** An event in the words of a message to people: what happened, to what, why, and where to look. */
export function toMessage(
  { type, data, timestamp, connectionId }: EventView,
  { appUrl }: Pick<ServiceSettings, 'appUrl'>,
): Record<string, unknown> {
  const { description } = eventTypes[type as keyof typeof eventTypes] ?? { description: type };
  const subject = textOf(data.title) ?? textOf(data.name) ?? textOf(data.providerSlug);
  const reason = textOf(data.message) ?? textOf(data.summary) ?? textOf(data.reason);
  const severity = severitySchema.safeParse(data.severity);
  return {
    title: firstSentence(description),
    text: [subject, reason].filter((part) => part !== null).join(': ') || description,
    ...(severity.success && { severity: severity.data }),
    ...(connectionId !== null && { url: `${appUrl}/connections/${connectionId}` }),
    context: `📅 ${timestamp.slice(0, 16).replace('T', ' ')} UTC`,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function firstSentence(text: string): string {
  return text.split(/[.:;] |\.$/, 1)[0] ?? text;
}
