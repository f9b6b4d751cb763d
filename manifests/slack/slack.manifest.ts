import { defineManifest, field } from '@patchbay/schema';

const channel = field.combobox({
  label: 'Channel',
  help: 'Its ID. The bot must be a member of it, or have the scope chat:write.public for public channels.',
  placeholder: 'C0123456789',
  required: true,
  optionsFrom: { operation: 'listChannels', value: 'id', label: 'name' },
});
const cursor = {
  type: 'cursor',
  from: { body: 'response_metadata.next_cursor' },
  to: { query: 'cursor' },
  size: { param: 'limit', value: 200, max: 999 },
} as const;
const success = 'body.ok';
const webhooksUrl = 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks';
const limitsUrl = 'https://docs.slack.dev/apis/web-api/rate-limits';

// Incoming webhooks answer in plain words, not in JSON.
const webhookErrors = [
  {
    status: [400, 403, 404],
    text: ['invalid_token', 'no_service', 'no_active_hooks', 'no_team', 'team_disabled'],
    class: 'auth_invalid' as const,
    message: 'Slack knows no such webhook: it is wrong, or was switched off or removed. Make a new one.',
  },
  {
    status: 404,
    text: 'channel_not_found',
    class: 'not_found' as const,
    message: 'The channel of the webhook is gone, or the app was removed from it. Make a webhook for another channel.',
  },
  {
    status: 410,
    class: 'conflict' as const,
    message: 'The channel of the webhook is archived. Bring it back, or make a webhook for another one.',
  },
];

// What people write must not become markup: <!channel> would call everybody.
const escapedText = "replace(replace(replace(text, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')";
const escapedTitle = "title && replace(replace(replace(title, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')";
const escapedContext = "context && replace(replace(replace(context, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')";
const escapedUrl = "url && replace(replace(replace(url, '<', '%3C'), '>', '%3E'), '|', '%7C')";
// Slack takes at most 150 characters in a header and 3000 in a section.
const header =
  "title && {type: 'header', text: {type: 'plain_text', text: title[150:] && join('', [title[0:149], '…']) || title}}";
// A piece may end within an entity such as &amp;: what there is of it goes to the next one, which has room for it.
const pieces =
  "[$text[0:2990], $text[2990:5980], $text[5980:8970]][].{text: @, begun: contains(@, '&') && !(contains(split(@, '&')[-1], ';')) && join('', ['&', split(@, '&')[-1]]) || ''}[].{text: begun && join('&', split(text, '&')[:-1]) || text, begun: begun}";
const sections =
  "{type: 'section', text: {type: 'mrkdwn', text: $pieces[0].text}}, $pieces[1].text && {type: 'section', text: {type: 'mrkdwn', text: join('', [$pieces[0].begun, $pieces[1].text])}}, $pieces[2].text && {type: 'section', text: {type: 'mrkdwn', text: join('', [$pieces[1].begun, $pieces[2].text])}}, $text[8970:] && {type: 'context', elements: [{type: 'mrkdwn', text: 'The text is longer; the rest is left out here.'}]}";
const link = "$url && {type: 'section', text: {type: 'mrkdwn', text: join('', ['<', $url, '|Open>'])}}";
const footer =
  "(severity || context) && {type: 'context', elements: [severity && {type: 'mrkdwn', text: join(' ', ['Severity:', severity])}, $context && {type: 'mrkdwn', text: $context}] | [?@]}";

export const manifest = defineManifest({
  schema: 1,
  id: 'slack',
  version: '1.3.0',
  name: 'Slack',
  description: 'Messages and files to Slack channels, and the channels and people of a workspace.',
  category: 'Communication',
  tags: ['chat', 'notifications', 'messages', 'channels'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://slack.com',
    documentation: 'https://docs.slack.dev',
    apiReference: 'https://docs.slack.dev/reference/methods',
    openapi: 'https://github.com/slackapi/slack-api-specs',
    status: 'https://slack-status.com',
  },
  capabilities: ['sync', 'webhook', 'realtime', 'write', 'discovery', 'health'],
  setup: ['Make a Slack app for your workspace, or ask who may, at api.slack.com/apps.'],

  hosts: ['slack.com', 'files.slack.com', 'hooks.slack.com'],

  auth: [
    {
      id: 'botToken',
      type: 'bearer',
      label: 'Bot token',
      description: 'Acts as the bot of a Slack app.',
      fields: {
        botToken: field.secret({
          label: 'Bot token',
          placeholder: 'xoxb-…',
          docsUrl: 'https://docs.slack.dev/authentication/tokens',
          required: true,
          formats: [
            { id: 'bot', label: 'bot token', pattern: 'xoxb-[A-Za-z0-9-]{10,}' },
            {
              id: 'rotated',
              label: 'bot token that expires',
              pattern: 'xoxe\\.xoxb-[A-Za-z0-9-]{10,}',
              note: 'Made by an app with token rotation; it ends after 12 hours.',
            },
          ],
        }),
      },
      createUrl: 'https://api.slack.com/apps',
      setup: [
        'Open your app at api.slack.com/apps, OAuth & Permissions.',
        'Add the bot scopes chat:write, channels:read, groups:read, users:read, users:read.email and files:write.',
        'Install the app into the workspace and copy the Bot User OAuth Token: that is the bot token.',
        'Invite the bot to each channel it shall write to: /invite @name.',
      ],
      config: { field: 'botToken' },
    },
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Add to Slack',
      description: 'Installs the app in a workspace and acts as its bot.',
      setup: [
        'Press Connect and choose the workspace at Slack.',
        'Invite the bot to each channel it shall write to: /invite @name.',
      ],
      config: {
        authorizeUrl: 'https://slack.com/oauth/v2/authorize',
        tokenUrl: 'https://slack.com/api/oauth.v2.access',
        scopes: ['chat:write', 'channels:read', 'groups:read', 'users:read', 'users:read.email', 'files:write'],
        optionalScopes: [
          { scope: 'incoming-webhook', description: 'A URL that writes to one channel the person chooses.' },
        ],
        scopeSeparator: ',',
        otherFlow: {
          reason: 'This installs an app in a workspace; OpenID Connect of Slack only tells who somebody is.',
          source: 'https://docs.slack.dev/authentication/installing-with-oauth',
        },
        pkce: {
          disabled: true,
          reason:
            'Slack takes it only from apps that opt in, which makes them public clients for good and lets refresh tokens end after 30 days.',
          source: 'https://docs.slack.dev/authentication/using-pkce',
        },
        tokenResponse: {
          success: 'ok',
          metadata: {
            teamId: 'team.id',
            teamName: 'team.name',
            webhookUrl: 'incoming_webhook.url',
            channel: 'incoming_webhook.channel',
            channelId: 'incoming_webhook.channel_id',
            configurationUrl: 'incoming_webhook.configuration_url',
          },
        },
        revokeOperation: 'revokeToken',
        // Apps without token rotation get tokens that do not end, and no refresh token.
        refresh: { rotates: true, endedErrors: ['invalid_refresh_token', 'token_revoked'] },
        clientIdEnvVar: 'SLACK_CLIENT_ID',
        clientSecretEnvVar: 'SLACK_CLIENT_SECRET',
        setupInstructions:
          'Open your app at api.slack.com/apps, or create one.\nUnder OAuth & Permissions add the callback URL as Redirect URL, and the bot scopes.\nUnder Basic Information copy the Client ID and the Client Secret.',
        createAppUrl: 'https://api.slack.com/apps',
      },
    },
    {
      id: 'incomingWebhook',
      type: 'secret_url',
      label: 'Incoming webhook',
      description: 'An address that writes to one channel, and does nothing else.',
      fields: {
        webhookUrl: field.secret({
          label: 'Webhook URL',
          placeholder: 'https://hooks.slack.com/services/…',
          help: 'Whoever has it can write to the channel.',
          docsUrl: webhooksUrl,
          required: true,
          pattern: 'https://hooks\\.slack\\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{20,}',
          patternMessage: 'The whole address, from https://hooks.slack.com/services/ to its end.',
        }),
      },
      createUrl: 'https://api.slack.com/apps',
      setup: [
        'Open your app at api.slack.com/apps, Incoming Webhooks, and switch them on.',
        'Press Add New Webhook, choose the channel and allow it.',
        'Copy the webhook URL of that channel.',
      ],
      operations: ['checkWebhook', 'postWebhookMessage'],
      replaces: { postMessage: 'postWebhookMessage' },
      test: { operation: 'checkWebhook' },
      config: { field: 'webhookUrl', reason: 'Slack asks for nothing but the address of an incoming webhook.' },
    },
  ],

  http: {
    baseUrl: 'https://slack.com/api',
    errorMessage: "needed && join(': ', [error, needed]) || error",
  },
  // Slack answers 200 with ok: false; the word in `error` tells what is wrong.
  errors: [
    {
      body: "contains(['invalid_auth', 'not_authed', 'token_revoked', 'account_inactive'], error || '')",
      class: 'auth_invalid',
      message: 'Slack refused the token: it is wrong or revoked, or the app was removed. Install the app again.',
    },
    {
      body: "error == 'token_expired'",
      class: 'auth_expired',
      message: 'The Slack token has expired. Enter a new one, or switch off token rotation in the app.',
    },
    {
      body: "error == 'missing_scope'",
      class: 'permission',
      message: 'The Slack app lacks a scope for this. Add it under OAuth & Permissions and install the app again.',
    },
    {
      body: "error == 'not_in_channel'",
      class: 'permission',
      message: 'The bot is not in the channel. Invite it there: /invite @name.',
    },
    {
      body: "contains(['no_permission', 'access_denied', 'restricted_action', 'ekm_access_denied', 'not_allowed_token_type', 'org_login_required'], error || '')",
      class: 'permission',
      message: 'Slack does not let this bot do that. Ask an administrator of the workspace.',
    },
    {
      body: "contains(['channel_not_found', 'user_not_found', 'users_not_found', 'file_not_found'], error || '')",
      class: 'not_found',
      message:
        'Slack has no such channel, person or file, or the bot cannot see it. Invite the bot to a private channel.',
    },
    {
      body: "error == 'is_archived'",
      class: 'conflict',
      message: 'The channel is archived. Choose another one, or bring it back in Slack.',
    },
    {
      status: 429,
      class: 'rate_limited',
      message: 'Slack is limiting requests. It goes on by itself.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
    {
      body: "contains(['ratelimited', 'rate_limited'], error || '')",
      class: 'rate_limited',
      message: 'Slack is limiting requests. It goes on by itself.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
    {
      body: "contains(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org'], error || '')",
      class: 'transient',
      message: 'Slack had a passing fault. Try again in a while.',
    },
  ],
  rateLimits: {
    quotas: [
      { limit: 1, windowSeconds: 1, operations: ['postMessage'], source: limitsUrl },
      {
        limit: 20,
        windowSeconds: 60,
        scope: 'operation',
        operations: ['listChannels', 'listUsers'],
        source: limitsUrl,
      },
    ],
  },

  operations: {
    revokeToken: {
      description: 'End the token it is called with.',
      request: 'GET /auth.revoke',
      safety: 'destructive',
      scopes: [],
      success,
      result: '{revoked: revoked}',
    },
    testAuth: {
      description: 'Read whose token this is.',
      request: 'GET /auth.test',
      safety: 'read',
      scopes: [],
      success,
    },
    postMessage: {
      description: 'Write a message to a channel; chat.postMessage.',
      request: 'POST /chat.postMessage',
      safety: 'write',
      scopes: ['chat:write'],
      input: {
        channel,
        text: field.textarea({
          help: 'In the markup of Slack. With blocks: what notifications show.',
          maxLength: 40_000,
          required: true,
        }),
        blocks: field.json({ help: 'A list of blocks, as Block Kit documents them.' }),
        threadTs: field.text({ label: 'Thread', help: 'The ts of the message to answer.', pattern: '[0-9]+\\.[0-9]+' }),
      },
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: {
        channel: '{input.channel}',
        text: '{input.text}',
        blocks: '{input.blocks}',
        thread_ts: '{input.threadTs}',
      },
      success,
      result: '{id: ts, channel: channel}',
      example: { channel: 'C123ABC456', text: 'The build is done.' },
    },
    checkWebhook: {
      description: 'Send an incoming webhook an empty message, which it refuses: a good one with "no text".',
      request: 'POST /',
      baseUrl: 'https://hooks.slack.com',
      safety: 'read',
      scopes: [],
      body: { text: '' },
      response: 'text',
      emptyWhen: [{ status: 400, text: ['no_text', 'missing_text'] }],
      errors: webhookErrors,
      retry: { idempotent: true, reason: 'An empty message is never written.' },
      source: webhooksUrl,
    },
    postWebhookMessage: {
      description: 'Write a message to the channel of an incoming webhook.',
      request: 'POST /',
      baseUrl: 'https://hooks.slack.com',
      safety: 'write',
      scopes: [],
      input: {
        text: field.textarea({
          help: 'In the markup of Slack. With blocks: what notifications show.',
          maxLength: 40_000,
          required: true,
        }),
        blocks: field.json({ help: 'A list of blocks, as Block Kit documents them.' }),
      },
      body: { text: '{input.text}', blocks: '{input.blocks}' },
      response: 'text',
      result: "{sent: @ == 'ok'}",
      errors: webhookErrors,
      example: { text: 'The build is done.' },
      source: webhooksUrl,
    },
    listChannels: {
      description: 'List the channels of the workspace.',
      request: 'GET /conversations.list',
      safety: 'read',
      scopes: ['channels:read', 'groups:read'],
      input: {
        types: field.text({
          label: 'Kinds',
          help: 'Any of public_channel, private_channel, mpim and im, separated by commas.',
          default: 'public_channel,private_channel',
          pattern: '[a-z_]+(,[a-z_]+)*',
        }),
        excludeArchived: field.boolean({ label: 'Leave out archived ones' }),
      },
      query: { types: '{input.types}', exclude_archived: '{input.excludeArchived}' },
      success,
      items: 'channels',
      paginate: cursor,
      example: { types: 'public_channel', excludeArchived: true },
    },
    listUsers: {
      description: 'List the people and bots of the workspace, deactivated ones too.',
      request: 'GET /users.list',
      safety: 'read',
      scopes: ['users:read', 'users:read.email'],
      success,
      items: 'members',
      paginate: cursor,
    },
    getUploadUrl: {
      description: 'Begin the upload of a file; files.getUploadURLExternal. It replaces files.upload.',
      request: 'POST /files.getUploadURLExternal',
      safety: 'write',
      scopes: ['files:write'],
      input: {
        filename: field.text({ label: 'File name', required: true }),
        length: field.integer({ label: 'Size', unit: 'bytes', min: 1, required: true }),
      },
      bodyType: 'form',
      body: { filename: '{input.filename}', length: '{input.length}' },
      success,
      result: "{fileId: file_id, uploadUrl: upload_url, ticket: split(upload_url, '/upload/v1/')[1]}",
      retry: { idempotent: true, reason: 'An upload that was begun and not completed leaves nothing behind.' },
      example: { filename: 'build.log', length: 53_072 },
    },
    uploadContent: {
      description: 'Send the text of a file whose upload was begun.',
      request: 'POST /upload/v1/{+ticket}',
      baseUrl: 'https://files.slack.com',
      safety: 'write',
      scopes: ['files:write'],
      input: {
        ticket: field.text({ help: 'As getUploadUrl gave it.', required: true }),
        content: field.textarea({ maxLength: 1_000_000, required: true }),
      },
      bodyType: 'text',
      body: '{input.content}',
      response: 'text',
      example: { ticket: 'ABC123', content: 'All tests passed.' },
      source: 'https://docs.slack.dev/reference/methods/files.getUploadURLExternal',
    },
    completeUpload: {
      description: 'Finish the upload of a file and share it in a channel; files.completeUploadExternal.',
      request: 'POST /files.completeUploadExternal',
      safety: 'write',
      scopes: ['files:write'],
      input: {
        fileId: field.text({ label: 'File ID', required: true }),
        title: field.text({}),
        channel: field.text({ label: 'Channel ID', help: 'Without it the file stays private.' }),
        comment: field.textarea({ help: 'A message that goes with the file.' }),
      },
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: {
        files: [{ id: '{input.fileId}', title: '{input.title}' }],
        channel_id: '{input.channel}',
        initial_comment: '{input.comment}',
      },
      success,
      result: '{files: files[].{id: id, title: title}}',
      example: { fileId: 'F123ABC456', title: 'build.log', channel: 'C123ABC456' },
    },
  },

  test: {
    operation: 'testAuth',
    account: { id: "join('/', [team_id, user_id])", label: "join(' / ', [team, user])" },
    scopes: { header: 'x-oauth-scopes' },
  },

  resources: {
    channels: {
      operation: 'listChannels',
      item: '{id: id, name: name, private: is_private, archived: is_archived}',
      aliases: ['channel', 'conversations'],
    },
    users: {
      operation: 'listUsers',
      item: '{id: id, name: name, label: real_name}',
      aliases: ['user', 'members', 'people'],
    },
  },

  syncs: {
    channels: {
      description: 'Every channel the bot can see.',
      operation: 'listChannels',
      model: 'channel',
      mode: 'full',
      schedule: '10 * * * *',
      record:
        "{id: id, name: name, kind: is_private && 'private_channel' || 'public_channel', private: is_private, archived: is_archived, topic: topic.value, createdAt: epoch_to_iso(created)}",
      deletes: 'absent',
    },
    users: {
      description: 'Every person and bot of the workspace.',
      operation: 'listUsers',
      model: 'user',
      mode: 'full',
      schedule: '30 */6 * * *',
      record:
        '{id: id, email: profile.email, name: real_name || profile.real_name, username: name, isActive: !(deleted), isAdmin: is_admin, hasMfa: has_2fa, attributes: {isBot: is_bot}}',
      deletes: 'absent',
    },
  },

  webhooks: {
    verify: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Slack-Signature',
      format: { type: 'plain', prefix: 'v0=' },
      message: [{ literal: 'v0:' }, 'timestamp', { literal: ':' }, 'body'],
      timestamp: { from: { header: 'X-Slack-Request-Timestamp' }, unit: 'epoch', toleranceSeconds: 300 },
    },
    event: { body: 'event.type' },
    delivery: { body: 'event_id' },
    tenant: { body: 'team_id' },
    handshakes: [
      {
        when: { method: 'POST', body: "type == 'url_verification'" },
        challenge: { body: 'challenge' },
        respond: { contentType: 'text/plain', body: '{challenge}' },
      },
    ],
    events: {
      channel_created: { description: 'A channel was created.', syncs: ['channels'] },
      channel_rename: { description: 'A channel has a new name.', syncs: ['channels'] },
      channel_archive: { description: 'A channel was archived.', syncs: ['channels'] },
      channel_unarchive: { description: 'A channel was brought back.', syncs: ['channels'] },
      channel_deleted: { description: 'A channel was deleted.', syncs: ['channels'] },
      // The person of a payload may lack the e-mail address and the second factor that a read gives.
      // https://docs.slack.dev/reference/events/user_change
      team_join: { description: 'Somebody joined the workspace.', syncs: ['users'] },
      user_change: { description: 'A person or bot was changed or deactivated.', syncs: ['users'] },
      app_mention: { description: 'Somebody wrote to the bot in a channel.' },
      app_uninstalled: { description: 'The app was removed from the workspace.' },
      tokens_revoked: { description: 'Tokens of the app were revoked.' },
    },
    setup: [
      'Open your app at api.slack.com/apps, Basic Information, and copy the Signing Secret: that is the secret.',
      'Open Event Subscriptions, switch events on, paste the delivery URL, and add the bot events you want.',
    ],
    retries: 'Slack repeats a delivery three times: almost at once, after a minute, and after five minutes.',
    source: 'https://docs.slack.dev/authentication/verifying-requests-from-slack',
  },

  implements: {
    'notify.send': {
      operation: 'postMessage',
      input: `let $text = ${escapedText} in let $pieces = ${pieces}, $title = ${escapedTitle}, $context = ${escapedContext}, $url = ${escapedUrl} in {channel: channel, text: $title && join(': ', [$title, $text]) || $text, blocks: [${header}, ${sections}, ${link}, ${footer}] | [?@]}`,
    },
    'directory.users': {
      steps: [{ operation: 'listUsers', input: '`{}`', as: 'users' }],
      output:
        "let $query = lower(input.query || '') in steps.users[?!(is_bot) && id != 'USLACKBOT' && contains(lower(join(' ', [name, real_name || '', profile.email || ''])), $query)].{id: id, email: profile.email, name: real_name || name, isActive: !(deleted)}",
    },
  },
});
