import { ProviderError } from '../errors/provider-error.ts';
import { renderText } from '../http/template.ts';
import type { AuthContext, AuthStrategies, MethodOf } from './auth-strategy.ts';
import { type AssumedRole, assumeRole } from './aws-assume-role.ts';
import { type AwsKeys, signAwsRequest } from './aws-signature.ts';
import { withClockHint } from './clock-hint.ts';
import { readCredential } from './credential.ts';
import { forgetSignIn, signInKey, signInOnce } from './sign-in.ts';
import { renderSignInUrl, requireCredentials } from './sign-in-request.ts';

type Context = AuthContext<MethodOf<'aws_sigv4'>>;

/** Requests signed with AWS Signature Version 4, with the keys of the connection or of a role they may assume. */
export const awsSigv4: AuthStrategies['aws_sigv4'] = {
  credentialHeaders: () => ['authorization', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'],

  apply(_request, context) {
    requireCredentials(context);
  },

  async sign(request, context) {
    const own = readKeys(context);
    if (!own) return;
    const { service, region } = readScope(context);
    // A role is the same for every operation, so it is assumed in the region of the method.
    const home = renderText(context.method.config.region, context.scope) || region;
    const keys = await readRoleKeys(own, home, context);
    context.hide(keys.secretAccessKey, ...(keys.sessionToken === undefined ? [] : [keys.sessionToken]));
    await signAwsRequest(request, {
      ...{ keys, service, region, now: context.now() },
      hasHashHeader: true,
      encodesPathTwice: (context.signing?.pathEncoding ?? context.method.config.pathEncoding) === 'twice',
    });
  },

  async answerChallenge(_challenge, request, context) {
    if (!context.method.config.assumeRole) return false;
    const sent = request.headers.authorization;
    forgetSignIn<AssumedRole>(
      signInKey(context, 'role'),
      context,
      ({ keys }) => sent?.includes(`Credential=${keys.accessKeyId}/`) ?? false,
    );
    return true;
  },

  explainFailure: withClockHint,
};

function readKeys(context: Context): AwsKeys | null {
  const { accessKeyIdField, secretAccessKeyField, sessionTokenField } = context.method.config;
  const accessKeyId = readCredential(accessKeyIdField, context);
  const secretAccessKey = readCredential(secretAccessKeyField, context);
  if (accessKeyId === null || secretAccessKey === null) return null;
  const sessionToken = readCredential(sessionTokenField, context);
  return { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) };
}

function readScope(context: Context): { service: string; region: string } {
  const { config } = context.method;
  const service = renderText(context.signing?.service ?? config.service, context.scope);
  const region = renderText(context.signing?.region ?? config.region, context.scope);
  if (service && region) return { service, region };
  throw new ProviderError('validation', `The ${region ? 'service' : 'region'} of ${context.providerName} is not set.`, {
    nextStep: 'Enter it in the settings of the connection.',
    nothingSent: true,
  });
}

async function readRoleKeys(keys: AwsKeys, region: string, context: Context): Promise<AwsKeys> {
  const role = context.method.config.assumeRole;
  const roleArn = role ? readCredential(role.roleArnField, context) : null;
  if (!role || roleArn === null) return keys;
  const externalId = readCredential(role.externalIdField, context);
  const assumed = await signInOnce(signInKey(context, 'role'), context, () =>
    assumeRole({ stsUrl: renderSignInUrl(role.stsUrl, context), roleArn, externalId, region, keys }, context),
  );
  return assumed.keys;
}
