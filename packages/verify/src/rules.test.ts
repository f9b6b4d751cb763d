import { beforeAll, expect, test } from 'vitest';
import type { Check, Problem } from './check.ts';
import { type Evaluation, evaluateManifests } from './manifest/evaluate.ts';
import { isDataOnly } from './manifest/impure-nodes.ts';
import { loadContexts, toManifestContext } from './manifest/load-contexts.ts';
import { parseManifestSyntax } from './manifest/syntax.ts';
import { plannedRules } from './planned.ts';
import { formatProblem } from './report/text.ts';
import { rules } from './rules.ts';
import { runCheck } from './run-checks.ts';
import { type Sample, toFolder, toRepository } from './sample.ts';

const folders = rules
  .flatMap(({ samples: { passing, failing } }) => [passing, failing])
  .flatMap((sample) => [sample, ...(sample.siblings ?? [])])
  .map(toFolder);
const evaluations = new Map<string, Evaluation>();

// One worker for the texts of all samples instead of one for each.
beforeAll(async () => {
  const written = folders.flatMap(({ id, files, before }) => [files.get(`${id}.manifest.ts`) ?? '', before ?? '']);
  const texts = [...new Set(written)];
  const evaluable = texts.filter((text) => isDataOnly(parseManifestSyntax(text)));
  const found = await evaluateManifests(evaluable.map((text, index) => ({ id: String(index), text })));
  for (const [index, evaluation] of found) evaluations.set(evaluable[Number(index)] ?? '', evaluation);
});

async function evaluate(sources: readonly { id: string; text: string }[]): Promise<Map<string, Evaluation>> {
  return new Map(
    sources.flatMap(({ id, text }) => {
      const evaluation = evaluations.get(text);
      return evaluation ? [[id, evaluation]] : [];
    }),
  );
}

/** Runs one rule on one of its samples, as `verify` would. */
async function run(check: Check, sample: Sample): Promise<Problem[]> {
  if (check.scope === 'repository') return runCheck(check, toRepository(sample), null);
  const folders = [sample, ...(sample.siblings ?? [])].map(toFolder);
  const [source] = await loadContexts(folders, evaluate, undefined, Date.parse('2026-11-20T12:00:00Z'));
  if (!source) throw new Error('the sample was not loaded');
  if (check.scope === 'source') return runCheck(check, source, source.id);
  const context = toManifestContext(source);
  if (!context) throw new Error(`the sample of ${check.id} must follow the schema: ${JSON.stringify(source.parsed)}`);
  return runCheck(check, context, source.id);
}

test.each(rules.map((rule) => [rule.id, rule] as const))('%s lets its passing sample through', async (_, rule) => {
  expect(await run(rule, rule.samples.passing)).toEqual([]);
});

test.each(rules.map((rule) => [rule.id, rule] as const))('%s catches its failing sample', async (_, rule) => {
  expect((await run(rule, rule.samples.failing)).length).toBeGreaterThan(0);
});

test('the messages of the failing samples', async () => {
  const messages: string[] = [];
  for (const rule of rules) messages.push(...(await run(rule, rule.samples.failing)).map(formatProblem));
  expect(`\n${messages.join('\n\n')}\n`).toMatchInlineSnapshot(`
    "
    readable-files · manifests/example-forge/fixtures/deep.json:1
      what  fixtures/deep.json was not read: its brackets are nested more than 100 deep
      why   a file nobody can read proves nothing, and one without end takes the machine of whoever reads it
      fix   keep what the manifest needs of it, as UTF-8 text of at most 1 MiB; an example needs no more than a few items

    schema · manifests/example-forge/example-forge.manifest.ts:9
      what  category is "Develpment": Invalid option: expected one of "Cloud"|"Identity & Access"|"HR & People"|"Development"|"Communication"|"Monitoring"|"Infrastructure"|"Security"|"Productivity"
      why   everything that reads a manifest relies on its shape; an unknown field would silently do nothing
      fix   did you mean "Development"?

    schema · manifests/example-forge/example-forge.manifest.ts:119
      what  colour is "red": "colour" is not a field here; remove it or check its spelling
      why   everything that reads a manifest relies on its shape; an unknown field would silently do nothing
      fix   correct the field; the reference and the editor hover say what it takes

    schema · manifests/example-forge/example-forge.manifest.ts:116
      what  tag is ["git"]: "tag" is not a field here; remove it or check its spelling
      why   everything that reads a manifest relies on its shape; an unknown field would silently do nothing
      fix   did you mean "tags"?

    identity · manifests/example-forge/example-forge.manifest.ts:5
      what  id is "example-forg" in the folder "example-forge"
      why   the index, imports and links are made from the name of the folder; a second name breaks one of them
      fix   did you mean "example-forge"?

    manifest-package · manifests/example-forge/index.ts:1
      what  "index.ts" does not belong into a manifest folder
      why   sixty folders of one shape stay readable; a dependency or a script in one of them runs on every machine
      fix   remove it

    manifest-package · manifests/example-forge/package.json:4
      what  package.json names "lodash"
      why   sixty folders of one shape stay readable; a dependency or a script in one of them runs on every machine
      fix   remove it

    template-leftovers · manifests/example-forge/example-forge.manifest.ts:8
      what  "TODO" is a note to yourself
      why   people read these texts in the catalog and in forms
      fix   write what it should say, or remove it

    purity · manifests/example-forge/example-forge.manifest.ts:2
      what  it imports "node:fs": import { readFileSync } from 'node:fs';
      why   a contributed manifest is loaded on every server; data can be read by anybody and cannot steal anything
      fix   write the value down; import only defineManifest and field from @patchbay/schema

    purity · manifests/example-forge/example-forge.manifest.ts:3
      what  a member: process.env.ID
      why   a contributed manifest is loaded on every server; data can be read by anybody and cannot steal anything
      fix   write the value down; import only defineManifest and field from @patchbay/schema

    purity · manifests/example-forge/example-forge.manifest.ts:3
      what  a call of something else than defineManifest or field: readFileSync('a', 'utf8')
      why   a contributed manifest is loaded on every server; data can be read by anybody and cannot steal anything
      fix   write the value down; import only defineManifest and field from @patchbay/schema

    deterministic · manifests/example-forge/example-forge.manifest.ts:1
      what  it could not be evaluated: it does not export \`manifest\`
      why   its hash names what was reviewed and attested; it must not depend on when or where it is read
      fix   export the data as \`manifest\`

    no-real-secrets · manifests/example-forge/README.md:1
      what  "ghp_q7Rk…" (44 characters) looks like a source-hosting token
      why   what is committed is public for ever, and secret scanners alarm the owner
      fix   revoke it if it was real; write a made-up value that says so, such as one with "example" in it

    safe-logo · manifests/example-forge/logo.svg:1
      what  logo.svg begins with "<!DOCTYPE svg> <svg xmlns="htt"
      why   the catalog shows it to signed-in people; an SVG can run script or call other hosts
      fix   keep shapes, gradients and references to ids of the same file

    safe-logo · manifests/example-forge/logo.svg:1
      what  "<!DOCTYPE" in the logo
      why   the catalog shows it to signed-in people; an SVG can run script or call other hosts
      fix   keep shapes, gradients and references to ids of the same file

    safe-logo · manifests/example-forge/logo.svg:3
      what  element <script> in the logo
      why   the catalog shows it to signed-in people; an SVG can run script or call other hosts
      fix   keep shapes, gradients and references to ids of the same file

    safe-logo · manifests/example-forge/logo.svg:2
      what  event handler onload in the logo
      why   the catalog shows it to signed-in people; an SVG can run script or call other hosts
      fix   keep shapes, gradients and references to ids of the same file

    safe-logo · manifests/example-forge/logo.svg:3
      what  href="https://a.example/#b" leaves the file
      why   the catalog shows it to signed-in people; an SVG can run script or call other hosts
      fix   keep shapes, gradients and references to ids of the same file

    key-order (warning) · manifests/example-forge/example-forge.manifest.ts:113
      what  "hosts" stands after "syncs"
      why   sixty manifests read alike when the same thing stands at the same place
      fix   move "hosts" before "syncs"

    fixture-format (warning) · manifests/example-forge/fixtures/short.json:1
      what  fixtures/short.json is not formatted as the others are
      why   a change of a fixture shows what changed only when nothing else moves
      fix   run verify with --fix: two spaces of indentation and a line end at the end

    unique-identity · manifests/example-forge/example-forge.manifest.ts:7
      what  name "Example Forge" is also that of manifests/other-forge/other-forge.manifest.ts
      why   two entries for one system confuse the catalog and split its fixes
      fix   extend the manifest that is there, or give this one its own name

    fields-usable · manifests/example-forge/example-forge.manifest.ts:36
      what  settings.path.pattern is "([a-z]+)*/": a browser would not end refusing "aaaaaaaaaaaa…", 40 characters of it
      why   a pattern that cannot be read refuses everything, one that goes back and forth freezes the form of whoever types
      fix   write a pattern of RE2 without a repetition inside a repetition, and a default that the form would take

    fields-usable · manifests/example-forge/example-forge.manifest.ts:40
      what  settings.server.default is "{settings.server}": must be an address such as https://example.com
      why   a pattern that cannot be read refuses everything, one that goes back and forth freezes the form of whoever types
      fix   write a value the field takes, or none

    fields-usable · manifests/example-forge/example-forge.manifest.ts:31
      what  settings.team.pattern is "(?=a)[a-z]+": it is not a regular expression of RE2, which has no look-around and no back references
      why   a pattern that cannot be read refuses everything, one that goes back and forth freezes the form of whoever types
      fix   write a pattern of RE2 without a repetition inside a repetition, and a default that the form would take

    plain-hosts · manifests/example-forge/example-forge.manifest.ts:32
      what  hosts.1 has the host "xn--exmple-4nf.com", which stands for "exаmple.com", with "а" (U+0430)
      why   a letter of another alphabet looks the same to whoever reviews it, and sends credentials to a stranger
      fix   did you mean "example.com"?

    plain-hosts · manifests/example-forge/example-forge.manifest.ts:15
      what  links.apiReference has the host "fоrge.example.com", with "о" (U+043E)
      why   a letter of another alphabet looks the same to whoever reviews it, and sends credentials to a stranger
      fix   did you mean "forge.example.com"?

    https-only · manifests/example-forge/example-forge.manifest.ts:43
      what  http.baseUrl is "http://api.example.com"
      why   credentials travel in every request; http shows them to everybody on the way
      fix   write "https://api.example.com"

    auth-hosts · manifests/example-forge/example-forge.manifest.ts:39
      what  auth.0.config.tokenUrl is "https://login.example.net/token", but the declared hosts are "{settings.baseUrl}"
      why   the runtime refuses every host that is not declared, so that credentials cannot be sent anywhere else
      fix   add the host to \`hosts\`, or correct the URL

    hosts · manifests/example-forge/example-forge.manifest.ts:30
      what  hosts has "{settings.host}", a text field that takes any text
      why   a setting that can lead elsewhere sends the credentials of a connection to a stranger, or into the private network
      fix   make it a URL field

    capabilities · manifests/example-forge/example-forge.manifest.ts:17
      what  "sync" is not declared, but there is syncs
      why   people choose providers by capability; a declared one without its section is a broken promise
      fix   add "sync"

    capabilities · manifests/example-forge/example-forge.manifest.ts:17
      what  "checks" is declared, but there is no implements[scan.run] or implements[vuln.lookup]
      why   people choose providers by capability; a declared one without its section is a broken promise
      fix   remove "checks" or add the section

    secret-fields · manifests/example-forge/example-forge.manifest.ts:41
      what  credential "token" is a text field
      why   only secret fields are sealed, masked and kept out of logs; settings are shown to every member
      fix   write field.secret

    secret-fields · manifests/example-forge/example-forge.manifest.ts:29
      what  setting "adminToken" is a text field with the name of a secret
      why   only secret fields are sealed, masked and kept out of logs; settings are shown to every member
      fix   move it into the fields of the auth method that needs it

    auth-fields · manifests/example-forge/example-forge.manifest.ts:37
      what  method "token" reads the credential "token", which is not among its fields
      why   a method that reads a field nobody can fill in never signs in
      fix   did you mean "tokn"?

    auth-setup · manifests/example-forge/example-forge.manifest.ts:37
      what  no setup step of method "token" names the required credential "Token"
      why   people connect with these steps beside the form; a field no step names sends them searching
      fix   add a step that says where the value is made and what it is called there

    signing · manifests/example-forge/example-forge.manifest.ts:50
      what  getUser says what it is signed for, but no auth method signs for a service
      why   nothing else reads it, so the request would go out as if it were not there
      fix   remove it, or add the auth method that signs

    pkce · manifests/example-forge/example-forge.manifest.ts:40
      what  method "oauth" has pkce: false without a reason
      why   without PKCE a stolen code can be traded for a token
      fix   write pkce: true, or { disabled: true, reason: '…', source: 'https://…' } with the provider's page

    oauth-oracle · manifests/example-forge/example-forge.manifest.ts:37
      what  method "oauth" signs in at https://linear.app/oauth/authorize and https://linear.app/oauth/token; Linear of arctic uses https://linear.app/oauth/authorize and https://api.linear.app/oauth/token
      why   a wrong address sends people nowhere, or their codes to somebody else
      fix   write the provider's addresses as its documentation has them, or say in otherFlow which flow this is

    secret-in-url · manifests/example-forge/example-forge.manifest.ts:38
      what  method "token" puts its key into the query as "key"
      why   URLs end up in logs of proxies and servers, and the secret with them
      fix   send it in a header; where the provider takes it only in the query, give config.queryReason; where the address itself is the secret, use the auth type secret_url

    contract · manifests/example-forge/contract.json:1
      what  contract.json, retrieved: Invalid input: expected string, received undefined
      why   operations are held against facts of the provider, not against what somebody remembered
      fix   write contract.json with source, retrieved, confidence and the operations used

    contract · manifests/example-forge/contract.json:3
      what  contract.json, confidence: Invalid option: expected one of "high"|"medium"|"low"
      why   operations are held against facts of the provider, not against what somebody remembered
      fix   write contract.json with source, retrieved, confidence and the operations used

    requests-in-contract · manifests/example-forge/example-forge.manifest.ts:53
      what  "GET /api/v1/user/repositories" is not in the contract (openapi.json 1.0 of the example server, confidence high)
      why   a path the provider does not have fails for everybody, and no fixture of ours would show it
      fix   did you mean "/api/v1/user"?

    request-parameters · manifests/example-forge/example-forge.manifest.ts:66
      what  "visibilty" is not a query parameter of GET /user/repos in the contract
      why   providers ignore parameters they do not know: a misspelled filter or page size silently reads the wrong thing
      fix   did you mean "visibility"?

    deprecated-operations · manifests/example-forge/example-forge.manifest.ts:53
      what  GET /user/repos is deprecated: use /repositories
      why   the provider has announced that it will take the call away
      fix   use the call that replaces it, or say in \`deprecated\` what to use instead

    placeholders · manifests/example-forge/example-forge.manifest.ts:73
      what  the input "owner" of createComment takes the setting "ownr", which there is none of
      why   an unknown placeholder would be sent as an empty value, or not at all
      fix   choose one of baseUrl

    placeholders · manifests/example-forge/example-forge.manifest.ts:89
      what  {input.bdy} in operations.createComment.body.body does not resolve
      why   an unknown placeholder would be sent as an empty value, or not at all
      fix   did you mean "body"?

    path-inputs · manifests/example-forge/example-forge.manifest.ts:75
      what  input "repo" of createComment is part of the path "POST /repos/{owner}/{repo}/issues/{index}/comments" and is not required
      why   a path without one of its parts is another path; a form that lets it be empty fails only after it was sent
      fix   write required: true, or give a default

    inputs-used · manifests/example-forge/example-forge.manifest.ts:29
      what  setting "team" is used nowhere
      why   a form that asks for a value and drops it lies to whoever fills it in
      fix   use the field in path, query, headers or body, or remove it

    interface-inputs · manifests/example-forge/example-forge.manifest.ts:117
      what  scm.comment is asked with "path", and the mapping leaves it out
      why   who calls an interface never looks at the provider; an input that is dropped in silence does something else than was asked for
      fix   use it in the mapping; where the provider has no place for it, say so in \`notTaken\` with the reason, and calls that pass it are refused

    interface-inputs · manifests/example-forge/example-forge.manifest.ts:127
      what  "body" is always given to scm.comment, so a provider that does not take it serves nothing
      why   who calls an interface never looks at the provider; an input that is dropped in silence does something else than was asked for
      fix   use it in the mapping, or move scm.comment to \`lacks\`

    interface-inputs · manifests/example-forge/example-forge.manifest.ts:130
      what  "commentId" is said not to be taken, and the mapping of scm.comment uses it
      why   who calls an interface never looks at the provider; an input that is dropped in silence does something else than was asked for
      fix   remove it from \`notTaken\`, or from the mapping

    interface-inputs · manifests/example-forge/example-forge.manifest.ts:133
      what  notTaken names "lines", which is no input of scm.comment
      why   who calls an interface never looks at the provider; an input that is dropped in silence does something else than was asked for
      fix   did you mean "line"?

    operations-reachable · manifests/example-forge/example-forge.manifest.ts:69
      what  no auth method may call createComment
      why   an operation nobody can call is dead weight, and a test that a method cannot call refuses its connections
      fix   add the operation to the method's \`operations\`, or remove the restriction

    operations-reachable · manifests/example-forge/example-forge.manifest.ts:49
      what  no auth method may call getUser
      why   an operation nobody can call is dead weight, and a test that a method cannot call refuses its connections
      fix   add the operation to the method's \`operations\`, or remove the restriction

    operations-reachable · manifests/example-forge/example-forge.manifest.ts:40
      what  method "token" may not call getUser, the test of every connection
      why   an operation nobody can call is dead weight, and a test that a method cannot call refuses its connections
      fix   add the operation to the method's \`operations\`, or remove the restriction

    safety · manifests/example-forge/example-forge.manifest.ts:69
      what  createComment sends POST and is declared a read, which its name denies
      why   reads are repeated after a failure and allowed to viewers; a write that calls itself a read is done twice
      fix   declare write or destructive; a POST that only reads says so in retry.reason

    pagination · manifests/example-forge/example-forge.manifest.ts:51
      what  GET /user/repos is paginated in the contract, but listRepositories has no paginator
      why   without it only the first page is read, and the rest looks as if it had been deleted
      fix   add \`paginate\`, or say in \`unpaginatedReason\` why one page is all

    expressions · manifests/example-forge/example-forge.manifest.ts:44
      what  http.errorMessage is "let $a = message, $b = $a in $b": nothing binds $a here; bindings of one let do not see each other
      why   an expression that does not compile fails on the first real answer
      fix   correct it; raw strings are written 'so', backtick literals must be JSON

    expressions · manifests/example-forge/example-forge.manifest.ts:98
      what  test.account.id is "to_text(id)": there is no function "to_text"; choose one of abs, ceil, floor, lower, upper, keys, values, avg, contains, ends_with, find_first, find_last …
      why   an expression that does not compile fails on the first real answer
      fix   correct it; raw strings are written 'so', backtick literals must be JSON

    expressions · manifests/example-forge/example-forge.manifest.ts:99
      what  test.account.label is "login[": Syntax error: expected Star, got: EOF
      why   an expression that does not compile fails on the first real answer
      fix   correct it; raw strings are written 'so', backtick literals must be JSON

    webhooks · manifests/example-forge/example-forge.manifest.ts:117
      what  the hmac message of webhooks.verify does not hold the body
      why   whoever knows the address could otherwise send events in the name of the provider
      fix   add 'body'

    webhooks · manifests/example-forge/example-forge.manifest.ts:117
      what  webhooks.verify signs a timestamp but does not say where it is
      why   whoever knows the address could otherwise send events in the name of the provider
      fix   add \`timestamp\`

    webhooks · manifests/example-forge/example-forge.manifest.ts:116
      what  a delivery has neither an id nor a signed timestamp
      why   whoever knows the address could otherwise send events in the name of the provider
      fix   add \`delivery\`, where the provider sends an id

    webhook-vector · manifests/example-forge/webhook-vectors.json:5
      what  vector 1 (written for the rules of verify): it is refused: signature_mismatch. The signature does not belong to this delivery and this secret.
      why   a scheme that no real signature was held against is a guess; it refuses every delivery, or accepts any
      fix   correct the scheme; correct the vector only when the provider really signs otherwise

    webhook-vector · manifests/example-forge/example-forge.manifest.ts:129
      what  no vector shows that webhooks.alternatives.0 (static) is right
      why   a scheme that no real signature was held against is a guess; it refuses every delivery, or accepts any
      fix   add to webhook-vectors.json a delivery the provider prints in its documentation, or one you signed as it documents

    webhook-forgery (warning) · manifests/example-forge/webhook-vectors.json:5
      what  vector 1 (written for the rules of verify) is accepted with another moment written over its own
      why   whoever knows the address could otherwise send events in the name of the provider, or send old ones again
      fix   sign the raw body, and the moment where there is one; name the id of a delivery in \`webhooks.delivery\`

    webhook-payloads (warning) · manifests/example-forge/webhook-vectors.json:33
      what  vector 2 (written for the rules of verify): the externalId of its record is "9" instead of "3"
      why   an event that is read wrongly is lost, and a record mapped wrongly overwrites the right one until the next read
      fix   correct the event in \`webhooks\`; correct the vector only when the provider really sends otherwise

    webhook-payloads (warning) · manifests/example-forge/example-forge.manifest.ts:135
      what  the record of "change" is no record of the sync "repositories": "url" is text, and an address in a read
      why   an event that is read wrongly is lost, and a record mapped wrongly overwrites the right one until the next read
      fix   name in \`item\` what a read gives; where the payload lacks it, declare \`syncs\` instead of \`record\`

    fixtures · manifests/example-forge/fixtures/broken.json:2
      what  fixtures/broken.json, provenance.kind: Invalid option: expected one of "recorded"|"docs-example"|"spec-example"|"synthesised"
      why   a fixture that cannot be read proves nothing, and provenance tells how far it can be trusted
      fix   correct the fixture; docs/reference/fixture.md says what it holds

    fixtures · manifests/example-forge/fixtures/broken.json:2
      what  fixtures/broken.json, provenance.source: Too small: expected string to have >=3 characters
      why   a fixture that cannot be read proves nothing, and provenance tells how far it can be trusted
      fix   correct the fixture; docs/reference/fixture.md says what it holds

    fixtures · manifests/example-forge/fixtures/broken.json:4
      what  fixtures/broken.json, interactions: Too small: expected array to have >=1 items
      why   a fixture that cannot be read proves nothing, and provenance tells how far it can be trusted
      fix   correct the fixture; docs/reference/fixture.md says what it holds

    fixtures · manifests/example-forge/fixtures/broken.json:1
      what  fixtures/broken.json, expect: Invalid input: expected object, received undefined
      why   a fixture that cannot be read proves nothing, and provenance tells how far it can be trusted
      fix   correct the fixture; docs/reference/fixture.md says what it holds

    required-fixtures · manifests/example-forge/example-forge.manifest.ts:1
      what  no fixture shows how refused credentials are answered
      why   connecting is the first thing anybody does; it must tell good credentials from bad ones
      fix   add fixtures/<name>.json with call { "test": true } and expect.errorClass "auth_invalid"

    replay · manifests/example-forge/fixtures/test.json:29
      what  fixtures/test.json: account is {"id":"7","label":"octo"} instead of {"id":"7","label":"root"}
      why   it is the proof, without an account, that the manifest sends what the provider takes and reads what it answers
      fix   correct the manifest; correct the fixture only when the provider really answers otherwise

    replay-coverage · manifests/example-forge/example-forge.manifest.ts:73
      what  no fixture shows createComment succeed
      why   what no fixture shows has never been run
      fix   add a fixture that calls it and succeeds

    replay-coverage · manifests/example-forge/example-forge.manifest.ts:41
      what  no fixture shows the auth method "password" succeed
      why   what no fixture shows has never been run
      fix   add a fixture that calls it and succeeds

    canary · manifests/example-forge/fixtures/test.json:1
      what  fixtures/test.json: the credential "token" shows up in a URL
      why   logs and records are read by many, and are kept
      fix   send the credential in a header; do not select what echoes it

    canary · manifests/example-forge/fixtures/test-wrong-token.json:1
      what  fixtures/test-wrong-token.json: the credential "token" shows up in a URL
      why   logs and records are read by many, and are kept
      fix   send the credential in a header; do not select what echoes it

    canary · manifests/example-forge/fixtures/test-missing-permission.json:1
      what  fixtures/test-missing-permission.json: the credential "token" shows up in a URL
      why   logs and records are read by many, and are kept
      fix   send the credential in a header; do not select what echoes it

    canary · manifests/example-forge/fixtures/test-rate-limited.json:1
      what  fixtures/test-rate-limited.json: the credential "token" shows up in a URL
      why   logs and records are read by many, and are kept
      fix   send the credential in a header; do not select what echoes it

    sync-records · manifests/example-forge/example-forge.manifest.ts:117
      what  sync "names": its records fit project, pipeline, artifact, user, group, device, channel, ml_model as well, and no fixture says which they are
      why   a record without a unique key overwrites another one; one that does not fit its model breaks whoever reads it
      fix   add "model": "repository" to expect of a fixture of the sync

    sync-records · manifests/example-forge/example-forge.manifest.ts:112
      what  sync "repositories": repository.name: Invalid input: expected string, received undefined
      why   a record without a unique key overwrites another one; one that does not fit its model breaks whoever reads it
      fix   correct the sync's \`record\` or \`primaryKey\`

    sync-records · manifests/example-forge/example-forge.manifest.ts:112
      what  sync "repositories": repository: Unrecognized key: "title"
      why   a record without a unique key overwrites another one; one that does not fit its model breaks whoever reads it
      fix   correct the sync's \`record\` or \`primaryKey\`

    resource-items · manifests/example-forge/example-forge.manifest.ts:102
      what  several resources of "repositories" have the id "team"
      why   what is discovered is chosen and kept by its id; a second one of the same id cannot be chosen
      fix   correct the resource's \`item\`, or add a fixture that discovers it

    rate-limit (warning) · manifests/example-forge/example-forge.manifest.ts:121
      what  no fixture notices when rateLimits.headers.reset.unit is another one
      why   a provider that is asked again too soon blocks the whole account
      fix   add expect.waitSeconds to a fixture whose answer names this wait

    rate-limit (warning) · manifests/example-forge/example-forge.manifest.ts:1
      what  no fixture shows a 429
      why   a provider that is asked again too soon blocks the whole account
      fix   add a fixture with a 429 that names a wait, and the answer after it

    record-fields (warning) · manifests/example-forge/example-forge.manifest.ts:112
      what  no fixture fills "url" of sync "repositories"
      why   a field that is always empty is usually a misspelled one
      fix   correct the expression, add a fixture that fills it, or remove the field

    error-table (warning) · manifests/example-forge/example-forge.manifest.ts:121
      what  no fixture shows an answer that errors.1 matches
      why   a rule that no answer ever met may never match, or hide the one after it; people then read the wrong next step
      fix   add a fixture with the answer the rule is for, what it means in expect.errorClass, and its sentence in expect.says

    error-table (warning) · manifests/example-forge/example-forge.manifest.ts:126
      what  every fixture passes without errors.2: nothing shows what it changes
      why   a rule that no answer ever met may never match, or hide the one after it; people then read the wrong next step
      fix   remove the rule, which says what the status says anyway, or give it a sentence for people and expect it in expect.says

    error-table (warning) · manifests/example-forge/example-forge.manifest.ts:130
      what  every fixture passes without errors.3: nothing shows what it changes
      why   a rule that no answer ever met may never match, or hide the one after it; people then read the wrong next step
      fix   add expect.says with the sentence of the rule to fixtures/test-rate-limited.json

    permission-fixture (warning) · manifests/example-forge/example-forge.manifest.ts:34
      what  no fixture shows how "token" is refused what it may not do
      why   good credentials that lack a permission are the most common fault after setting up; taken for bad ones, people replace them in vain
      fix   add a fixture of the method with the answer of the provider and expect.errorClass "permission"; where it has no permissions, say so in \`lacks.permissions\` of the method, with its page

    permission-fixture (warning) · manifests/example-forge/example-forge.manifest.ts:41
      what  no fixture shows how "account" is refused what it may not do
      why   good credentials that lack a permission are the most common fault after setting up; taken for bad ones, people replace them in vain
      fix   add a fixture of the method with the answer of the provider and expect.errorClass "permission"; where it has no permissions, say so in \`lacks.permissions\` of the method, with its page

    golden-requests (warning) · manifests/example-forge/example-forge.manifest.ts:99
      what  no successful fixture of createComment holds the header X-Example-Trace
      why   a header, parameter or member of a body that no fixture holds can be misspelled or dropped unnoticed
      fix   name it in the request of a successful fixture that gives the input it is made of

    golden-requests (warning) · manifests/example-forge/example-forge.manifest.ts:93
      what  no successful fixture of createComment holds the member of the body meta
      why   a header, parameter or member of a body that no fixture holds can be misspelled or dropped unnoticed
      fix   name it in the request of a successful fixture that gives the input it is made of

    golden-requests (warning) · manifests/example-forge/example-forge.manifest.ts:94
      what  no successful fixture of createComment holds the member of the body meta.tag
      why   a header, parameter or member of a body that no fixture holds can be misspelled or dropped unnoticed
      fix   name it in the request of a successful fixture that gives the input it is made of

    interface-fixtures (warning) · manifests/example-forge/example-forge.manifest.ts:125
      what  no fixture shows notify.send succeed
      why   who writes against an interface never looks at the provider; a mapping that was never run fails on the first call
      fix   add a fixture with call { "interface": "<id>", "input": {…} } that succeeds, and what it gives in expect.result

    interface-fixtures (warning) · manifests/example-forge/fixtures/scm-comment.json:9
      what  fixtures/scm-comment.json: what scm.comment is asked with does not fit it: input.pullRequestNumber: Invalid input: expected number, received string
      why   who writes against an interface never looks at the provider; a mapping that was never run fails on the first call
      fix   correct the input; docs/reference/interfaces.md says what it takes

    interface-fixtures (warning) · manifests/example-forge/fixtures/scm-comment.json:33
      what  fixtures/scm-comment.json: what scm.comment gives does not fit it: result.id: Invalid input: expected string, received number
      why   who writes against an interface never looks at the provider; a mapping that was never run fails on the first call
      fix   correct the \`output\` of implements.scm.comment in the manifest, then expect.result

    interface-fixtures (warning) · manifests/example-forge/example-forge.manifest.ts:121
      what  no fixture shows what scm.status makes of a word the provider may come to have
      why   who writes against an interface never looks at the provider; a mapping that was never run fails on the first call
      fix   add a fixture whose answer has a state nobody knows, and expect "unknown"; correct the mapping where it comes through

    interface-fixtures (warning) · manifests/example-forge/fixtures/scm-status.json:34
      what  fixtures/scm-status.json: it does not say what scm.status gives
      why   who writes against an interface never looks at the provider; a mapping that was never run fails on the first call
      fix   write what comes out of it in expect.result

    operation-scopes (warning) · manifests/example-forge/example-forge.manifest.ts:61
      what  getUser does not say which scopes it needs
      why   what is asked for and not needed is a risk for nothing; what is needed and not asked for fails later
      fix   name in \`scopes\` what the provider says the call needs, or write an empty list where it needs none

    operation-scopes (warning) · manifests/example-forge/example-forge.manifest.ts:50
      what  "oauth" does not ask for "comment", which createComment needs
      why   what is asked for and not needed is a risk for nothing; what is needed and not asked for fails later
      fix   add it to \`scopes\`, or to \`optionalScopes\`; where another scope holds it, say so in \`impliedScopes\`

    operation-scopes (warning) · manifests/example-forge/example-forge.manifest.ts:50
      what  "oauth" asks for "admin", which no operation needs
      why   what is asked for and not needed is a risk for nothing; what is needed and not asked for fails later
      fix   remove it, or name it in the operation that needs it

    hostile-pagination (warning) · manifests/example-forge/example-forge.manifest.ts:56
      what  listRepositories: with 1 of 6 items a page it gives 6 items, 1 of them different
      why   a list that goes round in circles blocks a worker, one that ends early looks as if things had been deleted
      fix   correct the operation's \`paginate\`, or what gives its items their ids

    sync-state (warning) · manifests/example-forge/example-forge.manifest.ts:108
      what  sync "repositories": no item of its fixture tells when it changed (updated)
      why   a sync that forgets where it stood reads everything each time; one that steps over a change never reads it
      fix   correct the sync's \`incremental\`, or add a fixture of the sync whose items show what it reads

    mutations-silver (warning) · manifests/example-forge/evidence.json:12
      what  13 of 20 mutations are noticed; not operations.getUser.request (another path is called)
      why   fixtures that stay green while the manifest is changed prove little of it
      fix   add the fixtures that \`pnpm verify <id> --mutations\` names, then keep the score with --write

    package-version · manifests/example-forge/package.json:3
      what  the package has version 1.0.0, and the manifest 1.0.1
      why   people see the version of the manifest and tools that of the package; two of them tell two stories
      fix   write the version of the manifest into package.json too; --fix does it

    compatibility · manifests/example-forge/example-forge.manifest.ts:6
      what  1.0.0 → 1.1.0 is no major version, which it takes: resources.repositories: the resource type is gone
      why   connections go on living when a manifest changes; who runs them looks at the version to know whether to
      fix   raise \`version\` in the manifest and its package.json; \`patchbay diff <id>\` shows every change

    category-interfaces (warning) · manifests/example-forge/example-forge.manifest.ts:116
      what  scm is served, and scm.status neither mapped nor said to be lacking
      why   who writes against an interface expects any provider of its kind to serve the whole of it
      fix   map the interface in \`implements\`, or say in \`lacks\` why the provider has nothing for it, with its page

    category-interfaces (warning) · manifests/example-forge/example-forge.manifest.ts:116
      what  scm is served, and scm.checkRun neither mapped nor said to be lacking
      why   who writes against an interface expects any provider of its kind to serve the whole of it
      fix   map the interface in \`implements\`, or say in \`lacks\` why the provider has nothing for it, with its page

    category-interfaces (warning) · manifests/example-forge/example-forge.manifest.ts:116
      what  scm is served, and scm.readFile neither mapped nor said to be lacking
      why   who writes against an interface expects any provider of its kind to serve the whole of it
      fix   map the interface in \`implements\`, or say in \`lacks\` why the provider has nothing for it, with its page

    category-interfaces (warning) · manifests/example-forge/example-forge.manifest.ts:116
      what  scm is served, and scm.openChange neither mapped nor said to be lacking
      why   who writes against an interface expects any provider of its kind to serve the whole of it
      fix   map the interface in \`implements\`, or say in \`lacks\` why the provider has nothing for it, with its page

    recorded-fixtures (warning) · manifests/example-forge/example-forge.manifest.ts:3
      what  0 of 7 fixtures are recorded
      why   what was written after a description shows that we read it, not that the provider keeps to it
      fix   record answers of the provider with \`patchbay record\`, and say which version they come from

    mutations-gold (warning) · manifests/example-forge/evidence.json:12
      what  16 of 20 mutations are noticed; not operations.getUser.request (another path is called)
      why   fixtures that stay green while the manifest is changed prove little of it
      fix   add the fixtures that \`pnpm verify <id> --mutations\` names, then keep the score with --write

    live-attestation (warning) · manifests/example-forge/attestations.jsonl:2
      what  line 2 of attestations.jsonl is no attestation
      why   fixtures show what the provider once answered; only a live run shows what it answers this manifest today
      fix   remove it; \`patchbay attest example-forge --live\` writes them

    live-attestation (warning) · manifests/example-forge/attestations.jsonl:1
      what  the last live run of this manifest was 304 days ago
      why   fixtures show what the provider once answered; only a live run shows what it answers this manifest today
      fix   run \`patchbay attest example-forge --live\`

    fresh-contract (warning) · manifests/example-forge/contract.json:3
      what  the contract was taken 80 days ago
      why   providers announce in their description what they change; who looks once a month hears of it in time
      fix   take the provider's description of today: patchbay contract <id> --from FILE

    mutations-platinum (warning) · manifests/example-forge/evidence.json:12
      what  18 of 20 mutations are noticed; not operations.getUser.request (another path is called)
      why   fixtures that stay green while the manifest is changed prove little of it
      fix   add the fixtures that \`pnpm verify <id> --mutations\` names, then keep the score with --write

    no-exemptions (warning) · manifests/example-forge/example-forge.manifest.ts:117
      what  "pagination" is exempted
      why   the highest level says that everything holds
      fix   do what the exempted rules ask for, and remove the exemptions

    exemptions · manifests/example-forge/example-forge.manifest.ts:117
      what  the exemption from "pagination" ended on 2020-01-31
      why   an exemption that nobody needs, or whose time is over, hides the next fault
      fix   remove the exemption, or do what the rule asks for

    generated-files · a.gen.ts:2
      what  a.gen.ts is stale: it has "two" where the generator writes "three"
      why   what is generated is read instead of its source: a manifest that is not in the index does not exist
      fix   run \`pnpm generate\` and commit the result

    package-graph · packages/runtime/src/a.ts:1
      what  @patchbay/runtime imports "@patchbay/db", but the runtime runs one operation of one manifest; storage and HTTP routes are the business of others; it may import @patchbay/schema
      why   the direction of imports keeps each package small enough to be read and tested alone
      fix   declare a port and let the layer above pass it in, or move the code to where it belongs

    package-graph · packages/runtime/src/a.ts:2
      what  @patchbay/runtime imports "hono/jwt", but the runtime runs one operation of one manifest; storage and HTTP routes are the business of others
      why   the direction of imports keeps each package small enough to be read and tested alone
      fix   declare a port and let the layer above pass it in, or move the code to where it belongs

    declared-dependencies · packages/runtime/src/a.ts:3
      what  "lodash" is not in the dependencies of @patchbay/runtime
      why   an undeclared dependency works only as long as another package happens to bring it
      fix   add it to dependencies (or devDependencies when only tests use it)

    declared-dependencies · packages/runtime/src/a.ts:4
      what  "../../db/src/index.ts" leaves the package
      why   an undeclared dependency works only as long as another package happens to bring it
      fix   import the package by its name

    declared-dependencies · packages/runtime/package.json:3
      what  @patchbay/runtime depends on @patchbay/services, which the architecture does not allow
      why   an undeclared dependency works only as long as another package happens to bring it
      fix   remove the dependency

    environment · packages/runtime/src/a.ts:2
      what  "const proxy = process.env.HTTP_PROXY;" reads the environment
      why   every setting is parsed once, documented, and passed in; hidden ones surprise whoever runs it
      fix   take the value as an argument and read it in env.ts

    provider-neutral · packages/runtime/src/a.ts:2
      what  'example-forge' names a provider
      why   a provider that needs its own branch cannot be added by data alone, and the next one will need two
      fix   declare the difference as a field of the manifest and serve it by a mechanism
    "
  `);
});

test('rules and planned rules have one id each, in kebab-case', () => {
  const ids = [...rules, ...plannedRules].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
});
