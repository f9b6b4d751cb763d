import { defineManifest, field } from '@patchbay/schema';

const nextPage = {
  type: 'cursor',
  from: { body: 'next_page_token' },
  to: { body: 'page_token' },
  maxPages: 100,
} as const;

export const manifest = defineManifest({
  schema: 1,
  id: 'osv',
  version: '1.2.0',
  name: 'OSV',
  description: 'Known vulnerabilities of open-source packages and commits, with affected and fixed versions.',
  category: 'Security',
  tags: ['vulnerabilities', 'cve', 'ghsa', 'advisories', 'open-source'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://osv.dev',
    documentation: 'https://google.github.io/osv.dev/',
    apiReference: 'https://google.github.io/osv.dev/api/',
    openapi: 'https://github.com/google/osv.dev/blob/master/docs/osv_service_v1.swagger.json',
  },
  variants: {
    public: { label: 'osv.dev', settings: { baseUrl: 'https://api.osv.dev' } },
    mirror: { label: 'Your own mirror', description: 'A server of yours that answers like OSV.', settings: {} },
  },
  capabilities: ['checks', 'health'],
  setup: ['Nothing to prepare: the public service needs no account.'],

  settings: {
    baseUrl: field.url({
      label: 'API URL',
      help: 'Leave as it is for osv.dev.',
      placeholder: 'https://api.osv.dev',
      default: 'https://api.osv.dev',
      required: true,
    }),
  },
  hosts: ['{settings.baseUrl}'],
  auth: [{ id: 'none', type: 'none', description: 'OSV is open to everybody.' }],

  http: { baseUrl: '{settings.baseUrl}/v1', errorMessage: 'message' },
  errors: [
    {
      status: 404,
      class: 'not_found',
      message: 'OSV does not know this vulnerability. Check the ID, with its prefix, such as GHSA- or CVE-.',
    },
    {
      status: 400,
      class: 'validation',
      message: 'OSV did not take the question. Check the ecosystem, the package and the version.',
    },
    {
      status: 429,
      class: 'rate_limited',
      message: 'OSV is limiting requests. It goes on by itself.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
  ],
  rateLimits: { quotas: [{ concurrency: 10, scope: 'provider' }] },

  operations: {
    queryPackage: {
      description: 'List the vulnerabilities of a package, or of one version of it.',
      request: 'POST /query',
      safety: 'read',
      input: {
        ecosystem: field.text({ label: 'Ecosystem', help: 'As OSV writes it.', placeholder: 'PyPI' }),
        name: field.text({ label: 'Package', placeholder: 'jinja2' }),
        purl: field.text({
          label: 'Package URL',
          help: 'Instead of ecosystem and package.',
          placeholder: 'pkg:pypi/jinja2',
        }),
        version: field.text({ label: 'Version', placeholder: '2.4.1' }),
      },
      body: {
        package: { ecosystem: '{input.ecosystem}', name: '{input.name}', purl: '{input.purl}' },
        version: '{input.version}',
      },
      items: 'vulns',
      paginate: nextPage,
      retry: { idempotent: true, reason: 'It only reads; the question travels in the body.' },
      example: { ecosystem: 'PyPI', name: 'jinja2', version: '2.4.1' },
    },
    queryCommit: {
      description: 'List the vulnerabilities of a commit, by its hash.',
      request: 'POST /query',
      safety: 'read',
      input: { commit: field.text({ label: 'Commit', pattern: '[0-9a-f]{40}', required: true }) },
      body: { commit: '{input.commit}' },
      items: 'vulns',
      paginate: nextPage,
      retry: { idempotent: true, reason: 'It only reads; the question travels in the body.' },
      example: { commit: '6879efc2c1596d11a6a6ad296f80063b558d5e0f' },
    },
    queryBatch: {
      description: 'Ask for many packages at once, at most 1 000; gives IDs only, in the order of the queries.',
      request: 'POST /querybatch',
      safety: 'read',
      input: {
        queries: field.json({ label: 'Queries', help: 'A list of {package, version} or {commit}.', required: true }),
      },
      body: { queries: '{input.queries}' },
      result: 'results[].{vulns: (vulns || `[]`)[].{id: id, modified: modified}, nextPageToken: next_page_token}',
      unpaginatedReason: 'Each query has its own page token; the caller sends it with the query again.',
      retry: { idempotent: true, reason: 'It only reads; the questions travel in the body.' },
      example: { queries: [{ package: { ecosystem: 'PyPI', name: 'jinja2' }, version: '2.4.1' }] },
    },
    getVulnerability: {
      description: 'Read one vulnerability by its OSV, GHSA or CVE ID.',
      request: 'GET /vulns/{id}',
      safety: 'read',
      input: { id: field.text({ label: 'ID', placeholder: 'GHSA-vqj2-4v8m-8vrq', required: true }) },
      cache: { ttlSeconds: 300 },
      example: { id: 'OSV-2020-111' },
    },
  },

  // A package nobody has: the answer is small and the same on every mirror.
  test: {
    operation: 'queryPackage',
    input: { ecosystem: 'PyPI', name: 'patchbay-connection-test', version: '0.0.0' },
    provesCredentials: false,
  },

  implements: {
    'vuln.lookup': {
      steps: [
        { operation: 'getVulnerability', when: 'input.id', input: '{id: input.id}', as: 'one' },
        {
          operation: 'queryPackage',
          when: 'input.package',
          input: 'input.package.{ecosystem: ecosystem, name: name, version: version}',
          as: 'many',
        },
      ],
      // GitHub's advisories say their severity in a word; others give only a CVSS vector, which has no number in it.
      output:
        "(steps.one && [steps.one] || steps.many || `[]`)[].{id: id, aliases: aliases, summary: summary, severity: upper(database_specific.severity || affected[0].ecosystem_specific.severity || '') | (@ == 'CRITICAL' && 'critical' || @ == 'HIGH' && 'high' || (@ == 'MODERATE' || @ == 'MEDIUM') && 'medium' || @ == 'LOW' && 'low' || null), score: null, published: published, modified: modified, fixedIn: affected[].ranges[].events[].fixed, url: join('', ['https://osv.dev/vulnerability/', id])}",
    },
  },
});
