import { classOfStatus } from '../errors/classify-answer.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { type OutgoingRequest, urlOf } from '../http/outgoing-request.ts';
import { failSpan, withSpan } from '../observe/with-span.ts';
import type { Call } from './call.ts';

export interface TracedRequest {
  call: Call;
  request: OutgoingRequest;
  /** Absent for what a mechanism asks by itself, such as a token. */
  operation?: string | undefined;
}

/** Does a request within a span that names provider, operation and host. The path and the query may hold secrets, so they stay out. */
export function traceRequest<Answer extends { status: number }>(
  { call, request, operation }: TracedRequest,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const { manifest, connectionId, organizationId } = call.target;
  const attributes = {
    'http.request.method': request.method,
    'server.address': urlOf(request).hostname,
    'patchbay.provider': manifest.id,
    'patchbay.connection_id': connectionId,
    'patchbay.organization_id': organizationId,
    ...(operation !== undefined && { 'patchbay.operation': operation }),
  };
  return withSpan(`${request.method} ${manifest.id}`, { kind: 'CLIENT', attributes }, async (span) => {
    try {
      const answer = await send();
      span.setAttribute('http.response.status_code', answer.status);
      if (answer.status >= 400) failSpan(span, classOfStatus(answer.status));
      return answer;
    } catch (error) {
      if (error instanceof ProviderError) span.setAttribute('patchbay.error_class', error.class);
      throw error;
    }
  });
}
