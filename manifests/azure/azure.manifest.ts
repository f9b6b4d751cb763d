import { defineManifest, field } from '@patchbay/schema';

const guid = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const guidMessage = 'Five groups of letters and digits, such as 00000000-0000-0000-0000-000000000000.';
const signIn = 'https://login.microsoftonline.com/{settings.tenantId}/oauth2/v2.0';
const registrations = 'https://portal.azure.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade';

const subscription = {
  subscription: field.combobox({
    label: 'Subscription',
    help: 'Its ID.',
    required: true,
    optionsFrom: { operation: 'listSubscriptions', value: 'subscriptionId', label: 'displayName' },
  }),
};
const resourceGroup = { ...subscription, resourceGroup: field.text({ label: 'Resource group', required: true }) };
const cluster = { ...resourceGroup, cluster: field.text({ label: 'Cluster', required: true }) };
const site = {
  ...resourceGroup,
  site: field.text({ label: 'App', help: 'Name of the web app or function app.', required: true }),
};
const resource = {
  resource: field.text({
    label: 'Resource',
    help: 'Its ID as the lists give it, without the slash at the beginning.',
    placeholder: 'subscriptions/…/providers/Microsoft.Web/sites/shop',
    pattern: 'subscriptions/[^?#]+',
    patternMessage: 'Begin with subscriptions/, without a slash before it.',
    required: true,
  }),
};
const exampleSubscription = { subscription: '00000000-0000-0000-0000-000000000001' };
const exampleGroup = { ...exampleSubscription, resourceGroup: 'shop' };
const exampleResource = {
  resource:
    'subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.Web/sites/shop-web',
};

// The address of the next page holds everything, the version too.
const pages = { type: 'link_body', next: 'nextLink' } as const;
const forEachSubscription = { operation: 'listSubscriptions', as: { subscription: 'subscriptionId' } };
// Each service of Azure has versions of its own.
const subscriptionsVersion = { 'api-version': '2022-12-01' };
const clustersVersion = { 'api-version': '2026-04-01' };
const sitesVersion = { 'api-version': '2025-05-01' };
const registriesVersion = { 'api-version': '2025-11-01' };
const metricAlertsVersion = { 'api-version': '2018-03-01' };
const metricsVersion = { 'api-version': '2018-01-01' };
const limitsUrl = 'https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling';
const group = "resourceGroup: split(id, '/')[4]";
const rolesDecide = {
  reason: 'Roles decide what may be done; operations name the permissions a role has to hold.',
  source: 'https://learn.microsoft.com/azure/role-based-access-control/overview',
};

export const manifest = defineManifest({
  schema: 1,
  id: 'azure',
  version: '1.0.2',
  name: 'Microsoft Azure',
  description:
    'Subscriptions, Kubernetes clusters, web and function apps, container registries, metrics and metric alerts of Azure.',
  category: 'Cloud',
  tags: ['microsoft', 'aks', 'kubernetes', 'app-service', 'functions', 'acr', 'monitor'],
  owners: ['@patchbay/maintainers'],
  links: {
    homepage: 'https://azure.microsoft.com',
    documentation: 'https://learn.microsoft.com/azure/',
    apiReference: 'https://learn.microsoft.com/rest/api/azure/',
    openapi: 'https://github.com/Azure/azure-rest-api-specs',
    status: 'https://azure.status.microsoft',
  },
  capabilities: ['sync', 'write', 'discovery', 'health'],
  setup: [
    'Have the directory (tenant) ID ready: Microsoft Entra ID, Overview.',
    'Images of a container registry are read with the provider Docker Registry; here it is listed with its settings.',
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
  hosts: ['management.azure.com', 'login.microsoftonline.com'],

  auth: [
    {
      id: 'app',
      type: 'oauth2',
      label: 'App with a client secret',
      description: 'Acts as an app of its own, with the roles it is given in Azure. Nobody has to sign in.',
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
        'Open Certificates & secrets, New client secret, and copy the value of the Client secret; it is shown once.',
        'Open the subscription (or a management group), Access control (IAM), Add role assignment, and give the app the role Reader; Website Contributor too, where apps shall be restarted.',
      ],
      config: {
        grant: 'client_credentials',
        tokenUrl: `${signIn}/token`,
        scopes: ['https://management.azure.com/.default'],
        otherScopes: rolesDecide,
        clientAuthMethod: 'body',
      },
    },
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with Microsoft',
      description: 'Acts as the person who signs in, with the roles that person has in Azure.',
      setup: ['Press Connect and sign in with an account that has the role Reader, or more, on the subscriptions.'],
      config: {
        authorizeUrl: `${signIn}/authorize`,
        tokenUrl: `${signIn}/token`,
        scopes: ['https://management.azure.com/user_impersonation', 'offline_access'],
        otherScopes: rolesDecide,
        clientAuthMethod: 'body',
        // Without it the account somebody is signed in with already is taken unasked.
        authorizeParams: { prompt: 'select_account' },
        // https://learn.microsoft.com/entra/identity-platform/refresh-tokens: each use gives a new one, the old one lives on.
        refresh: { endedErrors: ['interaction_required', 'consent_required', 'login_required'] },
        clientIdEnvVar: 'AZURE_CLIENT_ID',
        clientSecretEnvVar: 'AZURE_CLIENT_SECRET',
        setupInstructions:
          'Open Microsoft Entra ID, App registrations, New registration, and enter the callback URL as a redirect URI of the platform Web. Under API permissions add Azure Service Management, user_impersonation. Under Certificates & secrets make a client secret and copy its value.',
        createAppUrl: registrations,
      },
    },
  ],

  http: {
    baseUrl: 'https://management.azure.com',
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
      body: "error.code == 'ExpiredAuthenticationToken'",
      class: 'auth_expired',
      message: 'The access token has expired. Connect again if it does not renew itself.',
    },
    {
      body: "error.code == 'InvalidAuthenticationTokenTenant'",
      class: 'auth_invalid',
      message: 'The subscription belongs to another directory. Connect with the tenant ID of that one.',
    },
    {
      status: 401,
      class: 'auth_invalid',
      message: 'Azure refused the access token. Check the app and its directory, or connect again.',
    },
    {
      status: 403,
      class: 'permission',
      message: 'The app or person has no role that allows this. Give it the role Reader, or the one it lacks.',
    },
    {
      status: 404,
      class: 'not_found',
      message: 'Azure has no such subscription, resource group or resource, or hides it. Check the names.',
    },
    {
      status: 409,
      class: 'conflict',
      message: 'The resource is being changed, or its resource provider is not registered in the subscription.',
    },
    {
      status: 429,
      class: 'rate_limited',
      message: 'Azure is limiting requests. It goes on by itself.',
      retryAfter: { header: 'retry-after', unit: 'seconds' },
    },
  ],
  rateLimits: {
    quotas: [
      { limit: 250, windowSeconds: 10, source: limitsUrl },
      { limit: 200, windowSeconds: 20, operations: ['restartSite'], source: limitsUrl },
    ],
    headers: { remaining: 'x-ms-ratelimit-remaining-subscription-reads' },
  },

  operations: {
    listSubscriptions: {
      description: 'List the subscriptions with a role for these credentials.',
      request: 'GET /subscriptions',
      safety: 'read',
      scopes: [],
      query: subscriptionsVersion,
      items: 'value',
      paginate: pages,
    },
    listClusters: {
      description: 'List the Kubernetes clusters (AKS) of a subscription.',
      request: 'GET /subscriptions/{subscription}/providers/Microsoft.ContainerService/managedClusters',
      safety: 'read',
      scopes: ['Microsoft.ContainerService/managedClusters/read'],
      input: subscription,
      query: clustersVersion,
      items: 'value',
      paginate: pages,
      example: exampleSubscription,
    },
    getCluster: {
      description: 'Read one Kubernetes cluster.',
      request:
        'GET /subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.ContainerService/managedClusters/{cluster}',
      safety: 'read',
      scopes: ['Microsoft.ContainerService/managedClusters/read'],
      input: cluster,
      query: clustersVersion,
      example: { ...exampleGroup, cluster: 'shop-aks' },
    },
    listNodePools: {
      description: 'List the node pools of a Kubernetes cluster.',
      request:
        'GET /subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.ContainerService/managedClusters/{cluster}/agentPools',
      safety: 'read',
      scopes: ['Microsoft.ContainerService/managedClusters/agentPools/read'],
      input: cluster,
      query: clustersVersion,
      items: 'value',
      paginate: pages,
      example: { ...exampleGroup, cluster: 'shop-aks' },
    },
    listSites: {
      description: 'List the web apps and function apps of a subscription.',
      request: 'GET /subscriptions/{subscription}/providers/Microsoft.Web/sites',
      safety: 'read',
      scopes: ['Microsoft.Web/sites/Read'],
      input: subscription,
      query: sitesVersion,
      items: 'value',
      paginate: pages,
      example: exampleSubscription,
    },
    getSite: {
      description: 'Read one web app or function app.',
      request: 'GET /subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.Web/sites/{site}',
      safety: 'read',
      scopes: ['Microsoft.Web/sites/Read'],
      input: site,
      query: sitesVersion,
      example: { ...exampleGroup, site: 'shop-web' },
    },
    listFunctions: {
      description: 'List the functions of a function app.',
      request:
        'GET /subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.Web/sites/{site}/functions',
      safety: 'read',
      scopes: ['Microsoft.Web/sites/functions/read'],
      input: site,
      query: sitesVersion,
      items: 'value',
      result:
        '{id: id, name: name, language: properties.language, isDisabled: properties.isDisabled, url: properties.invoke_url_template}',
      paginate: pages,
      example: { ...exampleGroup, site: 'shop-functions' },
    },
    restartSite: {
      description: 'Restart a web app or function app.',
      request:
        'POST /subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.Web/sites/{site}/restart',
      safety: 'write',
      scopes: ['Microsoft.Web/sites/restart/Action'],
      input: site,
      query: sitesVersion,
      response: 'none',
      example: { ...exampleGroup, site: 'shop-web' },
    },
    listRegistries: {
      description: 'List the container registries (ACR) of a subscription.',
      request: 'GET /subscriptions/{subscription}/providers/Microsoft.ContainerRegistry/registries',
      safety: 'read',
      scopes: ['Microsoft.ContainerRegistry/registries/read'],
      input: subscription,
      query: registriesVersion,
      items: 'value',
      paginate: pages,
      example: exampleSubscription,
    },
    listRegistryUsages: {
      description: 'List how much of its limits a container registry uses.',
      request:
        'GET /subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.ContainerRegistry/registries/{registry}/listUsages',
      safety: 'read',
      scopes: ['Microsoft.ContainerRegistry/registries/listUsages/read'],
      input: { ...resourceGroup, registry: field.text({ label: 'Registry', required: true }) },
      query: registriesVersion,
      items: 'value',
      example: { ...exampleGroup, registry: 'shopimages' },
    },
    listMetricAlerts: {
      description: 'List the metric alert rules of a subscription.',
      request: 'GET /subscriptions/{subscription}/providers/Microsoft.Insights/metricAlerts',
      safety: 'read',
      scopes: ['Microsoft.Insights/MetricAlerts/Read'],
      input: subscription,
      query: metricAlertsVersion,
      items: 'value',
      example: exampleSubscription,
    },
    listMetricDefinitions: {
      description: 'List the metrics a resource has.',
      request: 'GET /{+resource}/providers/Microsoft.Insights/metricDefinitions',
      safety: 'read',
      scopes: ['Microsoft.Insights/MetricDefinitions/Read'],
      input: resource,
      query: metricsVersion,
      items: 'value',
      example: exampleResource,
    },
    listMetrics: {
      description: 'Read values of metrics of a resource.',
      request: 'GET /{+resource}/providers/Microsoft.Insights/metrics',
      safety: 'read',
      scopes: ['Microsoft.Insights/Metrics/Read'],
      input: {
        ...resource,
        metricNames: field.text({ label: 'Metrics', help: 'Names of metrics, separated by commas.', required: true }),
        timespan: field.text({
          label: 'Time span',
          help: 'Beginning and end in ISO 8601, with a slash between. Default: the last hour.',
          placeholder: '2026-01-01T00:00:00Z/2026-01-01T01:00:00Z',
        }),
        interval: field.text({ help: 'Length of a step as an ISO 8601 duration.', placeholder: 'PT5M' }),
        aggregation: field.text({
          help: 'Any of Average, Minimum, Maximum, Total and Count, separated by commas.',
          placeholder: 'Average',
        }),
      },
      query: {
        ...metricsVersion,
        metricnames: '{input.metricNames}',
        timespan: '{input.timespan}',
        interval: '{input.interval}',
        aggregation: '{input.aggregation}',
      },
      items: 'value',
      example: { ...exampleResource, metricNames: 'Requests', interval: 'PT5M', aggregation: 'Total' },
    },
  },

  test: {
    operation: 'listSubscriptions',
    account: { id: 'value[0].tenantId', label: "join(', ', value[0:3].displayName)" },
  },

  resources: {
    subscriptions: {
      operation: 'listSubscriptions',
      item: '{id: subscriptionId, name: displayName, state: state}',
      aliases: ['subscription', 'accounts'],
    },
    clusters: {
      operation: 'listClusters',
      item: `{id: id, name: name, region: location, ${group}}`,
      forEach: forEachSubscription,
      aliases: ['cluster', 'kubernetes', 'aks'],
    },
    sites: {
      operation: 'listSites',
      item: `{id: id, name: name, url: join('', ['https://', properties.defaultHostName]), region: location, ${group}}`,
      forEach: forEachSubscription,
      aliases: ['site', 'apps', 'web-apps', 'function-apps'],
    },
    registries: {
      operation: 'listRegistries',
      item: `{id: id, name: name, url: join('', ['https://', properties.loginServer]), region: location, ${group}}`,
      forEach: forEachSubscription,
      aliases: ['registry', 'acr'],
    },
  },

  syncs: {
    subscriptions: {
      description: 'Every subscription with a role for these credentials.',
      operation: 'listSubscriptions',
      model: 'project',
      mode: 'full',
      schedule: '0 * * * *',
      record: '{id: subscriptionId, name: displayName, status: state, owner: tenantId}',
      deletes: 'absent',
    },
    clusters: {
      description: 'Every Kubernetes cluster of these subscriptions.',
      operation: 'listClusters',
      model: 'resource',
      mode: 'full',
      schedule: '10 * * * *',
      forEach: forEachSubscription,
      record: `{id: id, name: name, type: type, region: location, status: properties.powerState.code, attributes: {version: properties.kubernetesVersion, address: properties.fqdn, provisioning: properties.provisioningState, ${group}}}`,
      deletes: 'absent',
    },
    sites: {
      description: 'Every web app and function app of these subscriptions.',
      operation: 'listSites',
      model: 'resource',
      mode: 'full',
      schedule: '20 * * * *',
      forEach: forEachSubscription,
      record: `{id: id, name: name, type: type, region: location, status: properties.state, url: join('', ['https://', properties.defaultHostName]), updatedAt: properties.lastModifiedTimeUtc, attributes: {kind: kind, ${group}}}`,
      deletes: 'absent',
    },
    registries: {
      description: 'Every container registry of these subscriptions.',
      operation: 'listRegistries',
      model: 'resource',
      mode: 'full',
      schedule: '30 * * * *',
      forEach: forEachSubscription,
      record: `{id: id, name: name, type: type, region: location, status: properties.provisioningState, url: join('', ['https://', properties.loginServer]), createdAt: properties.creationDate, attributes: {tier: sku.name, adminUser: properties.adminUserEnabled, ${group}}}`,
      deletes: 'absent',
    },
  },
});
