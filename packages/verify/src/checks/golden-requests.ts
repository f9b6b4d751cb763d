import type { Fixture } from '@patchbay/schema';
import type { Finding, ManifestCheck } from '../check.ts';
import { fixturesByOperation } from '../support/fixtures-by-operation.ts';
import { declaredParts, hasPart, type RequestPart, sharedParts } from '../support/request-parts.ts';
import { isRequestOf } from '../support/requests-of.ts';

type PinnedRequest = Fixture['interactions'][number]['request'];

export const goldenRequests: ManifestCheck = {
  id: 'golden-requests',
  title: 'Every part of every request is pinned by a successful fixture',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason: 'a header, parameter or member of a body that no fixture holds can be misspelled or dropped unnoticed',
  fix: 'name it in the request of a successful fixture that gives the input it is made of',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        operations: {
          ...manifest.operations,
          createComment: {
            ...manifest.operations.createComment,
            input: { ...manifest.operations.createComment?.input, tag: { type: 'text' } },
            headers: { 'X-Example-Trace': 'patchbay' },
            body: { body: '{input.body}', meta: { tag: '{input.tag}' } },
          },
        },
      }),
    },
  },
  check({ manifest, fixtures, at }) {
    const successes = fixturesByOperation(
      manifest,
      fixtures.filter(({ fixture }) => fixture.expect.errorClass === undefined),
    );
    const findings: Finding[] = [];
    const everywhere: PinnedRequest[] = [];
    for (const [name, operation] of Object.entries(manifest.operations)) {
      if (operation.request === undefined) continue;
      const path = `operations.${name}`;
      const requests = (successes.get(name) ?? [])
        .flatMap(({ fixture }) => fixture.interactions.map(({ request }) => request))
        .filter((request) => isRequestOf(manifest, operation, request));
      everywhere.push(...requests);
      if (requests.length === 0) {
        findings.push({ ...at(path), message: `no successful fixture holds the request of ${name}` });
        continue;
      }
      for (const part of missing(declaredParts(operation), requests))
        findings.push({
          ...at(`${path}.${part.place}.${part.name}`),
          message: `no successful fixture of ${name} holds the ${part.words} ${part.name}`,
        });
    }
    // What all operations share is added by one mechanism, so that one fixture speaks for all.
    for (const part of missing(sharedParts(manifest), everywhere))
      findings.push({
        ...at(`http.${part.place}`),
        message: `no successful fixture holds the ${part.words} ${part.name}, which every request has`,
      });
    return findings;
  },
};

function missing(parts: readonly RequestPart[], requests: readonly PinnedRequest[]): RequestPart[] {
  return parts.filter((part) => !requests.some((request) => hasPart(request, part)));
}
