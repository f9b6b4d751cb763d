import { type Fixture, type InterfaceId, interfaceJsonSchema, interfaces } from '@patchbay/schema';
import type { Finding, ManifestCheck } from '../check.ts';
import { sampleFixture } from '../sample-manifest.ts';

const request = { method: 'POST', path: '/api/v1/repos/team/app/issues/4/comments', body: { body: 'Hello' } };
const comment = { owner: 'team', repository: 'app', pullRequestNumber: 4, body: 'Hello' };
const status = { owner: 'team', repository: 'app', commitSha: '0a1b2c3', state: 'success', context: 'scan' };
const interactions = [{ request, response: { status: 201, body: { id: 99 } } }];
const mapped = { operation: 'createComment', input: '{owner: owner, repo: repository, index: `4`, body: `"Hello"`}' };

export const interfaceFixtures: ManifestCheck = {
  id: 'interface-fixtures',
  title: 'Every interface is shown by a fixture whose input and output follow its contract',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason:
    'who writes against an interface never looks at the provider; a mapping that was never run fails on the first call',
  fix: 'add a fixture with call { "interface": "<id>", "input": {…} } that succeeds, and what it gives in expect.result',
  samples: {
    passing: {
      change: (manifest) => ({
        ...manifest,
        implements: {
          'scm.comment': {
            operation: 'createComment',
            input: '{owner: owner, repo: repository, index: pullRequestNumber, body: body}',
          },
        },
      }),
      files: {
        'fixtures/scm-comment.json': sampleFixture({
          call: { interface: 'scm.comment', input: comment },
          interactions,
          expect: { result: { id: '99', wasUpdated: false } },
        }),
      },
    },
    failing: {
      change: (manifest) => ({
        ...manifest,
        implements: { 'scm.comment': mapped, 'scm.status': mapped, 'notify.send': mapped },
      }),
      files: {
        'fixtures/scm-comment.json': sampleFixture({
          call: { interface: 'scm.comment', input: { ...comment, pullRequestNumber: '4' } },
          interactions,
          expect: { result: { id: 99 } },
        }),
        'fixtures/scm-status.json': sampleFixture({
          call: { interface: 'scm.status', input: status },
          interactions,
          expect: {},
        }),
      },
    },
  },
  check({ manifest, fixtures, at, within }) {
    const successes = fixtures.flatMap(({ name, fixture }) =>
      'interface' in fixture.call && fixture.expect.errorClass === undefined
        ? [{ name, id: fixture.call.interface, input: fixture.call.input, expected: fixture.expect }]
        : [],
    );
    return (Object.keys(manifest.implements) as InterfaceId[]).flatMap((id): Finding[] => {
      const own = successes.filter((one) => one.id === id);
      if (own.length === 0) return [{ ...at(`implements[${id}]`), message: `no fixture shows ${id} succeed` }];
      const isClosed = holds(interfaceJsonSchema(id).output, 'unknown');
      const strangers = own.filter(({ expected }) => holds(expected.result, 'unknown'));
      const unshown = isClosed && strangers.length === 0;
      return [
        ...(unshown
          ? [
              {
                ...at(`implements[${id}]`),
                message: `no fixture shows what ${id} makes of a word the provider may come to have`,
                fix: 'add a fixture whose answer has a state nobody knows, and expect "unknown"; correct the mapping where it comes through',
              },
            ]
          : []),
        ...own.flatMap(({ name, input, expected }) => [
          ...misfits(interfaces[id].input, input, 'input').map((text) => ({
            ...within(name, '"input"'),
            message: `${name}: what ${id} is asked with does not fit it: ${text}`,
            fix: 'correct the input; docs/reference/interfaces.md says what it takes',
          })),
          ...outputFindings(id, expected).map((finding) => ({
            ...within(name, '"expect"'),
            ...finding,
            message: `${name}: ${finding.message}`,
          })),
        ]),
      ];
    });
  },
};

/** Whether a text stands somewhere in plain data. */
function holds(data: unknown, text: string): boolean {
  return (
    data === text || (typeof data === 'object' && data !== null && Object.values(data).some((one) => holds(one, text)))
  );
}

function outputFindings(id: InterfaceId, expected: Fixture['expect']): { message: string; fix: string }[] {
  if (!('result' in expected))
    return [{ message: `it does not say what ${id} gives`, fix: 'write what comes out of it in expect.result' }];
  return misfits(interfaces[id].output, expected.result, 'result').map((text) => ({
    message: `what ${id} gives does not fit it: ${text}`,
    fix: `correct the \`output\` of implements.${id} in the manifest, then expect.result`,
  }));
}

function misfits(
  schema: (typeof interfaces)[InterfaceId]['input' | 'output'],
  value: unknown,
  place: string,
): string[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => `${[place, ...path].join('.')}: ${message}`);
}
