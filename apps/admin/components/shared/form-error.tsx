'use client';
import { ApiError, toApiError } from '#lib/api/api-error.ts';
import { t } from '#messages/en.ts';
import { ErrorState } from './states.tsx';

/** Complaints that a form shows at their field. */
const atField = /^(settings|credentials|input|scopes|variables)\.|^(name|url|timeoutMs|clientId|clientSecret)$/;

/** A refused form: what stands at the fields already is not said twice. */
export function FormError({ error, title, className }: { error: unknown; title: string; className?: string }) {
  const { status, code, requestId, details, message } = toApiError(error);
  const rest = details.filter((detail) => !atField.test(detail.path));
  const isAtFields = details.length > 0 && rest.length === 0;
  const shown = new ApiError(status, {
    code,
    message: isAtFields ? t.errors.markedFields : message,
    details: rest,
    ...(requestId && { requestId }),
  });
  return <ErrorState error={shown} title={title} {...(className && { className })} />;
}
