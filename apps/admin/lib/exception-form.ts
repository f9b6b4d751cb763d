import type { FindingException } from '@patchbay/client';
import { z } from 'zod';
import { t } from '#messages/en.ts';

/** What the form of an exception holds, as typed. */
export interface ExceptionFormValues {
  rule: string;
  resource: string;
  /** Empty: of every connection. */
  connectionId: string;
  reason: string;
  /** A day of the reader's calendar, 2030-01-31. Empty: until it is deleted. */
  until: string;
}

const longestPattern = 500;
const longestReason = 1_000;

/** What is stored, else what the page was opened with, else empty. */
export function exceptionFormValues(
  exception: FindingException | null,
  given: Partial<ExceptionFormValues> = {},
): ExceptionFormValues {
  if (!exception) return { rule: '', resource: '', connectionId: '', reason: '', until: '', ...given };
  return {
    rule: exception.rule ?? '',
    resource: exception.resource ?? '',
    connectionId: exception.connectionId ?? '',
    reason: exception.reason,
    until: dayOf(exception.expiresAt),
  };
}

/** An end that stands already may be past: only a new one has to come. */
export function exceptionFormSchema(exception: FindingException | null, now: number) {
  const pattern = z.string().max(longestPattern, t.exceptions.tooLong(longestPattern));
  const kept = dayOf(exception?.expiresAt ?? null);
  return z
    .object({
      rule: pattern,
      resource: pattern,
      connectionId: z.string(),
      reason: z
        .string()
        .trim()
        .min(1, t.exceptions.reasonNeeded)
        .max(longestReason, t.exceptions.tooLong(longestReason)),
      until: z
        .string()
        .refine((day) => day === '' || day === kept || Date.parse(startOf(day)) > now, t.exceptions.untilPast),
    })
    .refine(({ rule, resource }) => rule.trim() !== '' || resource.trim() !== '', {
      message: t.exceptions.patternNeeded,
      path: ['rule'],
    });
}

/** A new exception, as the API takes it. */
export function newException(values: ExceptionFormValues) {
  return {
    rule: values.rule.trim() || null,
    resource: values.resource.trim() || null,
    connectionId: values.connectionId || null,
    reason: values.reason.trim(),
    expiresAt: values.until ? startOf(values.until) : null,
  };
}

/** What the API lets change. An end that was left alone keeps its hour, which a day does not tell. */
export function changedException(exception: FindingException, values: ExceptionFormValues) {
  const isSameEnd = values.until === dayOf(exception.expiresAt);
  return {
    reason: values.reason.trim(),
    ...(!isSameEnd && { expiresAt: values.until ? startOf(values.until) : null }),
  };
}

function startOf(day: string): string {
  return new Date(`${day}T00:00:00`).toISOString();
}

function dayOf(iso: string | null): string {
  if (iso === null) return '';
  const date = new Date(iso);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
