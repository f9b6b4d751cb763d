import { classOfStatus, cleanSentence } from '../errors/classify-answer.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Answer } from '../http/answer.ts';
import { parseXml, XmlError } from '../http/parse-xml.ts';
import { selectText } from '../select/expressions.ts';
import type { AuthContext } from './auth-strategy.ts';
import { type AwsKeys, signAwsRequest } from './aws-signature.ts';
import { withClockHint } from './clock-hint.ts';
import type { SignIn } from './sign-in.ts';
import { formRequest, sendSignIn } from './sign-in-request.ts';

export interface AssumeRoleRequest {
  stsUrl: URL;
  roleArn: string;
  externalId: string | null;
  /** Region of the service, for a token service whose address names none. */
  region: string;
  keys: AwsKeys;
}

export interface AssumedRole extends SignIn {
  keys: AwsKeys;
}

/** Keys of a role are not used in their last five minutes. */
const marginMs = 5 * 60_000;
const durationSeconds = 3_600;

/** Trades the keys of the connection for those of a role (STS Query API, AssumeRole). */
export async function assumeRole(options: AssumeRoleRequest, context: AuthContext): Promise<AssumedRole> {
  const form = new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: options.roleArn,
    RoleSessionName: `patchbay-${context.scope.connection?.id ?? ''}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64),
    DurationSeconds: String(durationSeconds),
    ...(options.externalId === null ? {} : { ExternalId: options.externalId }),
  });
  const request = { ...formRequest(options.stsUrl, form, context) };
  request.headers.accept = 'text/xml';
  await signAwsRequest(request, {
    keys: options.keys,
    service: 'sts',
    region: regionOf(options.stsUrl, options.region),
    now: context.now(),
    hasHashHeader: true,
    encodesPathTwice: true,
  });
  const answer = await sendSignIn(request, context);
  const body = readBody(answer);
  if (answer.status >= 400) throw withClockHint(refusal(answer, body, options, context), answer, context);
  return readRole(answer, body, context);
}

/** Null for what is no XML: the status of such an answer says enough. */
function readBody(answer: Answer): unknown {
  try {
    return parseXml(answer.bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof XmlError) return null;
    throw error;
  }
}

/** `sts.eu-west-1.amazonaws.com` names its region, `sts.amazonaws.com` is in us-east-1; anything else follows the service. */
function regionOf(stsUrl: URL, region: string): string {
  if (stsUrl.hostname === 'sts.amazonaws.com') return 'us-east-1';
  return /^sts(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws|api)\./.exec(stsUrl.hostname)?.[1] ?? region;
}

function readRole(answer: Answer, body: unknown, context: AuthContext): AssumedRole {
  const read = (name: string) => selectText(`AssumeRoleResponse.AssumeRoleResult.Credentials.${name}`, body);
  const accessKeyId = read('AccessKeyId');
  const secretAccessKey = read('SecretAccessKey');
  const sessionToken = read('SessionToken');
  const endsAt = Date.parse(read('Expiration') ?? '');
  if (accessKeyId === null || secretAccessKey === null || sessionToken === null || Number.isNaN(endsAt))
    throw new ProviderError('bug', `The token service ${answer.url.host} answered without the keys of the role.`, {
      status: answer.status,
      whoseFault: 'provider',
      nextStep: 'Check that the address of the token service is right.',
      nothingSent: true,
    });
  context.hide(secretAccessKey, sessionToken);
  return { keys: { accessKeyId, secretAccessKey, sessionToken }, expiresAt: endsAt - marginMs };
}

function refusal(answer: Answer, body: unknown, options: AssumeRoleRequest, context: AuthContext): ProviderError {
  const code = selectText('ErrorResponse.Error.Code', body) ?? '';
  const theirs = cleanSentence(selectText('ErrorResponse.Error.Message', body) ?? '', context.redact);
  const tail = theirs === null ? '' : ` It says: ${theirs}`;
  const fail = (errorClass: ConstructorParameters<typeof ProviderError>[0], message: string, nextStep?: string) =>
    new ProviderError(errorClass, `${message}${tail}`, {
      status: answer.status,
      nothingSent: true,
      ...(nextStep === undefined ? {} : { nextStep }),
    });
  const host = answer.url.host;
  if (/Throttling|RequestLimitExceeded/.test(code))
    return fail('rate_limited', `${host} limits how often it may be asked.`);
  if (code === 'AccessDenied')
    return fail(
      'auth_invalid',
      'The access keys may not assume the role.',
      `Check the name of the role, that its trust policy names the account of the keys${options.externalId === null ? ' (and whether it asks for an external id)' : ', and the external id'}, and that the keys have sts:AssumeRole.`,
    );
  if (code === 'ExpiredToken' || code === 'ExpiredTokenException')
    return fail('auth_expired', 'The session token of the access keys has expired.', 'Enter new temporary keys.');
  if (code === 'InvalidClientTokenId') return fail('auth_invalid', `${host} does not know the access key id.`);
  if (code === 'SignatureDoesNotMatch')
    return fail('auth_invalid', `${host} did not accept the signature.`, 'Check the secret access key and the region.');
  if (code === 'RegionDisabledException')
    return fail('permission', `The token service ${host} is switched off for this account.`, 'Use another region.');
  const errorClass = classOfStatus(answer.status);
  return fail(
    errorClass === 'permission' || errorClass === 'validation' ? 'auth_invalid' : errorClass,
    `${host} refused to assume the role.`,
  );
}
