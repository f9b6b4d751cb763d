import { defineManifest, field } from '@patchbay/schema';

const guid = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const guidMessage = 'Five groups of letters and digits, such as 00000000-0000-0000-0000-000000000000.';
const signIn = 'https://login.microsoftonline.com/{settings.tenantId}/oauth2/v2.0';
const registrations = 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade';

const team = {
  team: field.combobox({
    label: 'Team',
    help: 'Its ID.',
    placeholder: '00000000-0000-0000-0000-000000000000',
    required: true,
    optionsFrom: { operation: 'listJoinedTeams', value: 'id', label: 'displayName' },
  }),
};
const channel = {
  ...team,
  channel: field.text({ label: 'Channel', help: 'Its ID.', placeholder: '19:…@thread.tacv2', required: true }),
};
const message = {
  content: field.textarea({ label: 'Text', maxLength: 28_000, required: true }),
  contentType: field.select({
    label: 'Format',
    options: [
      { value: 'text', label: 'Plain text' },
      { value: 'html', label: 'HTML' },
    ],
    default: 'text',
  }),
  importance: field.select({
    options: [
      { value: 'normal', label: 'Normal' },
      { value: 'high', label: 'High' },
      { value: 'urgent', label: 'Urgent' },
    ],
    default: 'normal',
  }),
};
const exampleTeam = { team: '00000000-0000-0000-0000-000000000001' };
const exampleChannel = { ...exampleTeam, channel: '19:0a1b2c3d4e5f@thread.tacv2' };
const pages = { type: 'link_body', next: '"@odata.nextLink"' } as const;
const messagePages = { ...pages, size: { param: '$top', value: 50, max: 50 } } as const;
const limitsUrl = 'https://learn.microsoft.com/graph/throttling-limits#microsoft-teams-service-limits';
const sent = '{id: id, url: webUrl}';

// What people write must not become markup.
const escapedText = "replace(replace(replace(text[0:14000], '&', '&amp;'), '<', '&lt;'), '>', '&gt;')";
const escapedContext = "replace(replace(replace(context || '', '&', '&amp;'), '<', '&lt;'), '>', '&gt;')";
const escapedUrl = `replace(replace(replace(replace(url || '', '&', '&amp;'), '"', '%22'), '<', '%3C'), '>', '%3E')`;
const lines = 'replace($text, `"\\n"`, \'<br>\')';
const link = `url && join('', ['<br><a href="', $url, '">Open</a>']) || ''`;
const footer = "$facts && join('', ['<br><em>', join(' · ', $facts), '</em>']) || ''";
const facts = "[severity && join(' ', ['Severity:', severity]), context && $context] | [?@]";

export const manifest = defineManifest({
  schema: 1,
  id: 'microsoft-teams',
  version: '1.0.2',
  name: 'Microsoft Teams',
  description: 'Messages to channels of Microsoft Teams, and the teams, channels and messages of an organization.',
  category: 'Communication',
  tags: ['chat', 'notifications', 'messages', 'channels', 'microsoft', 'graph'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://www.microsoft.com/microsoft-teams',
    documentation: 'https://learn.microsoft.com/graph/teams-concept-overview',
    apiReference: 'https://learn.microsoft.com/graph/api/resources/teams-api-overview',
    openapi: 'https://github.com/microsoftgraph/msgraph-metadata',
    status: 'https://status.cloud.microsoft',
  },
  capabilities: ['sync', 'write', 'discovery', 'health'],
  setup: [
    'Have the directory (tenant) ID ready: Microsoft Entra ID, Overview.',
    'To send messages choose Sign in with Microsoft: Microsoft lets no app write to a channel in its own name.',
  ],

  settings: {
    tenantId: field.text({
      label: 'Directory (tenant) ID',
      help: 'Stands on the overview of Microsoft Entra ID and of the app registration.',
      placeholder: '00000000-0000-0000-0000-000000000000',
      pattern: guid,
      patternMessage: guidMessage,
      required: true,
    }),
  },
  hosts: ['graph.microsoft.com', 'login.microsoftonline.com'],

  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with Microsoft',
      description:
        'Acts as the person who signs in: sees the teams that person is in, and sends messages in that name.',
      setup: ['Press Connect and sign in with a work or school account that is in the teams to write to.'],
      operations: [
        'getOrganization',
        'getMe',
        'listJoinedTeams',
        'listChannels',
        'listMessages',
        'sendMessage',
        'replyToMessage',
      ],
      test: { operation: 'getMe', account: { id: 'id', label: 'userPrincipalName' } },
      config: {
        authorizeUrl: `${signIn}/authorize`,
        tokenUrl: `${signIn}/token`,
        scopes: ['User.Read', 'Team.ReadBasic.All', 'Channel.ReadBasic.All', 'ChannelMessage.Send', 'offline_access'],
        optionalScopes: [
          {
            scope: 'ChannelMessage.Read.All',
            description: 'Read the messages of channels. An administrator has to consent.',
          },
        ],
        clientAuthMethod: 'body',
        // Without it the account somebody is signed in with already is taken unasked.
        authorizeParams: { prompt: 'select_account' },
        // https://learn.microsoft.com/entra/identity-platform/refresh-tokens: each use gives a new one, the old one lives on.
        refresh: { endedErrors: ['interaction_required', 'consent_required', 'login_required'] },
        clientIdEnvVar: 'MICROSOFT_TEAMS_CLIENT_ID',
        clientSecretEnvVar: 'MICROSOFT_TEAMS_CLIENT_SECRET',
        setupInstructions:
          'Open Microsoft Entra ID, App registrations, New registration, and enter the callback URL as a redirect URI of the platform Web. Under API permissions add the delegated permissions of Microsoft Graph: User.Read, Team.ReadBasic.All, Channel.ReadBasic.All, ChannelMessage.Send and offline_access. Under Certificates & secrets make a client secret and copy its value.',
        createAppUrl: registrations,
      },
    },
    {
      id: 'app',
      type: 'oauth2',
      label: 'App with a client secret',
      description:
        'Reads all teams and channels of the organization without anybody signing in. It cannot send messages: Microsoft allows an app that only to import old ones.',
      fields: {
        clientId: field.text({
          label: 'Application (client) ID',
          placeholder: '00000000-0000-0000-0000-000000000000',
          pattern: guid,
          patternMessage: guidMessage,
          required: true,
        }),
        clientSecret: field.secret({
          label: 'Client secret',
          help: 'Its value, not its secret ID.',
          docsUrl: 'https://learn.microsoft.com/entra/identity-platform/how-to-add-credentials',
          required: true,
        }),
      },
      createUrl: registrations,
      setup: [
        'Open Microsoft Entra ID, App registrations, New registration; a name is enough. The overview shows the Application (client) ID.',
        'Open API permissions and add the application permissions of Microsoft Graph: Organization.Read.All, Team.ReadBasic.All and Channel.ReadBasic.All. Grant admin consent.',
        'To read messages add ChannelMessage.Read.All too. It opens a protected API: ask Microsoft for access at aka.ms/teamsgraph/requestaccess.',
        'Open Certificates & secrets, New client secret, and copy the value of the Client secret; it is shown once.',
      ],
      operations: ['getOrganization', 'listTeams', 'listChannels', 'listMessages'],
      config: {
        grant: 'client_credentials',
        tokenUrl: `${signIn}/token`,
        scopes: ['https://graph.microsoft.com/.default'],
        otherScopes: {
          reason: 'The app has the application permissions an administrator granted; operations name those of people.',
          source: 'https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow',
        },
        clientAuthMethod: 'body',
      },
    },
  ],

  http: {
    baseUrl: 'https://graph.microsoft.com/v1.0',
    errorMessage: 'error.message',
  },
  errors: [
    // Numbers of the sign-in: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
    {
      body: 'contains(error_codes || `[]`, `7000215`)',
      class: 'auth_invalid',
      message: 'The client secret is wrong. Enter the value of the secret, not its secret ID.',
    },
    {
      body: 'contains(error_codes || `[]`, `7000222`)',
      class: 'auth_expired',
      message: 'The client secret has expired. Make a new one under Certificates & secrets and enter it.',
    },
    {
      body: 'contains(error_codes || `[]`, `700016`) || contains(error_codes || `[]`, `7000112`)',
      class: 'auth_invalid',
      message: 'The directory has no such app, or the app is disabled. Check the client ID and the tenant ID.',
    },
    {
      body: 'contains(error_codes || `[]`, `90002`)',
      class: 'auth_invalid',
      message: 'There is no directory with this tenant ID. Copy it from the overview of Microsoft Entra ID.',
    },
    {
      body: 'contains(error_codes || `[]`, `65001`) || contains(error_codes || `[]`, `90094`)',
      class: 'permission',
      message: 'Nobody has consented to what the app asks for. Connect again, or ask an administrator to consent.',
    },
    {
      body: 'contains(error_codes || `[]`, `53003`) || contains(error_codes || `[]`, `530032`)',
      class: 'permission',
      message: 'A Conditional Access policy of the directory blocks this sign-in. Ask its administrator.',
    },
    {
      status: 401,
      class: 'auth_invalid',
      message: 'Microsoft Graph refused the access token. Check the app and its directory, or connect again.',
    },
    {
      body: "error.code == 'Authorization_RequestDenied'",
      class: 'permission',
      message: 'The app lacks a permission of Microsoft Graph, or nobody has consented to it. Add it and consent.',
    },
    {
      status: 403,
      class: 'permission',
      message:
        'This is not allowed: a permission lacks consent, the person is not in the team, or the app has no access to protected APIs.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'There is no such team, channel or message, or these credentials may not see it. Check the IDs.',
    },
    {
      status: 429,
      class: 'rate_limited',
      message: 'Microsoft Graph is limiting requests. It goes on by itself.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
  ],
  rateLimits: {
    quotas: [
      { limit: 30, windowSeconds: 1, source: limitsUrl },
      // The limit is one for each team or channel.
      {
        limit: 4,
        windowSeconds: 1,
        operations: ['listMessages', 'sendMessage', 'replyToMessage'],
        source: limitsUrl,
      },
    ],
  },

  operations: {
    getOrganization: {
      description: 'Read which organization these credentials belong to.',
      request: 'GET /organization',
      safety: 'read',
      // Of people; an app of its own needs Organization.Read.All instead.
      scopes: ['User.Read'],
      query: { $select: 'id,displayName' },
    },
    getMe: {
      description: 'Read who has signed in.',
      request: 'GET /me',
      safety: 'read',
      scopes: ['User.Read'],
      query: { $select: 'id,displayName,userPrincipalName,mail' },
    },
    listJoinedTeams: {
      description: 'List the teams the person who has signed in is a member of.',
      request: 'GET /me/joinedTeams',
      safety: 'read',
      scopes: ['Team.ReadBasic.All'],
      items: 'value',
      paginate: pages,
    },
    listTeams: {
      description: 'List all teams of the organization.',
      request: 'GET /teams',
      safety: 'read',
      scopes: ['Team.ReadBasic.All'],
      items: 'value',
      paginate: pages,
    },
    listChannels: {
      description: 'List the channels of a team.',
      request: 'GET /teams/{team}/channels',
      safety: 'read',
      scopes: ['Channel.ReadBasic.All'],
      input: team,
      items: 'value',
      paginate: pages,
      example: exampleTeam,
    },
    listMessages: {
      description:
        'List the messages of a channel, the newest first, without the answers to them. A protected API for an app without a person.',
      request: 'GET /teams/{team}/channels/{channel}/messages',
      safety: 'read',
      scopes: ['ChannelMessage.Read.All'],
      input: channel,
      items: 'value',
      paginate: messagePages,
      example: exampleChannel,
    },
    sendMessage: {
      description: 'Write a message to a channel, as the person who has signed in.',
      request: 'POST /teams/{team}/channels/{channel}/messages',
      safety: 'write',
      scopes: ['ChannelMessage.Send'],
      input: { ...channel, subject: field.text({ help: 'A heading above the text.' }), ...message },
      body: {
        subject: '{input.subject}',
        importance: '{input.importance}',
        body: { contentType: '{input.contentType}', content: '{input.content}' },
      },
      result: sent,
      example: { ...exampleChannel, subject: 'Build', content: 'The build is done.', contentType: 'text' },
    },
    replyToMessage: {
      description: 'Answer a message of a channel, as the person who has signed in.',
      request: 'POST /teams/{team}/channels/{channel}/messages/{message}/replies',
      safety: 'write',
      scopes: ['ChannelMessage.Send'],
      input: { ...channel, message: field.text({ label: 'Message', help: 'Its ID.', required: true }), ...message },
      body: {
        importance: '{input.importance}',
        body: { contentType: '{input.contentType}', content: '{input.content}' },
      },
      result: sent,
      example: { ...exampleChannel, message: '1616990032035', content: 'It is fixed.', contentType: 'text' },
    },
  },

  test: {
    operation: 'getOrganization',
    account: { id: 'value[0].id', label: 'value[0].displayName' },
  },

  resources: {
    teams: {
      operation: 'listJoinedTeams',
      item: '{id: id, name: displayName, description: description}',
      aliases: ['team', 'joined-teams'],
    },
    channels: {
      operation: 'listChannels',
      // The ID notifications are sent to holds both.
      item: "{id: join('/', [parent.id, id]), name: join(' / ', [parent.displayName, displayName]), url: webUrl, kind: membershipType}",
      forEach: { operation: 'listJoinedTeams', as: { team: 'id' } },
      aliases: ['channel'],
    },
    'organization-teams': {
      operation: 'listTeams',
      item: '{id: id, name: displayName, description: description}',
      aliases: ['all-teams'],
    },
    'organization-channels': {
      operation: 'listChannels',
      item: "{id: join('/', [parent.id, id]), name: join(' / ', [parent.displayName, displayName]), url: webUrl, kind: membershipType}",
      forEach: { operation: 'listTeams', as: { team: 'id' } },
      aliases: ['all-channels'],
    },
  },

  syncs: {
    teams: {
      description: 'Every team of the organization. Needs an app with a client secret.',
      operation: 'listTeams',
      model: 'group',
      mode: 'full',
      schedule: '10 * * * *',
      record: '{id: id, name: displayName, description: description}',
      deletes: 'absent',
    },
    channels: {
      description: 'Every channel of the organization. Needs an app with a client secret.',
      operation: 'listChannels',
      model: 'channel',
      mode: 'full',
      schedule: '20 */6 * * *',
      forEach: { operation: 'listTeams', as: { team: 'id' } },
      record:
        "{id: id, name: displayName, kind: membershipType, private: membershipType == 'private', archived: isArchived, topic: description, url: webUrl, createdAt: createdDateTime, attributes: {team: parent.id}}",
      deletes: 'absent',
    },
  },

  implements: {
    'notify.send': {
      operation: 'sendMessage',
      // The channel is named as discovery gives it: team/channel.
      input: `let $parts = split(channel || '', '/'), $text = ${escapedText}, $context = ${escapedContext}, $url = ${escapedUrl} in let $facts = ${facts} in {team: $parts[0], channel: $parts[1], subject: title, importance: contains(['high', 'critical'], severity || '') && 'high' || 'normal', contentType: 'html', content: join('', [${lines}, ${link}, ${footer}])}`,
    },
  },
});
