// Generated from apps/api/openapi.json by packages/client/scripts/generate.ts. Do not edit.
export interface paths {
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the organization's API keys */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    /** @description How many rows to answer with, at most 500. */
                    limit?: number;
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["ApiKey"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Make an API key */
        post: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CreateApiKey"];
                };
            };
            responses: {
                /** @description The key, shown this once. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedApiKey"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key */
        delete: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Revoked. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was changed, by whom */
        get: {
            parameters: {
                query?: {
                    action?: string;
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    /** @description How many rows to answer with, at most 500. */
                    limit?: number;
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                    targetId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["AuditEntry"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It lives. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find a provider's resources by name */
        post: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Discover"];
                };
            };
            responses: {
                /** @description What was found. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Discovered"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List connections */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    /** @description How many rows to answer with, at most 500. */
                    limit?: number;
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                    providerSlug?: string;
                    q?: string;
                    status?: "pending" | "active" | "paused" | "error" | "disconnected";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Connection"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Connect a provider */
        post: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: {
                    /** @description Makes the request safe to repeat within a day. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CreateConnection"];
                };
            };
            responses: {
                /** @description The connection. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a connection */
        get: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The connection. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Delete a connection
         * @description Wipes its secrets and keeps its history; purge=true removes the history too.
         */
        delete: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                    /** @description Remove runs and records too. */
                    purge?: boolean;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename a connection or change its settings */
        patch: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UpdateConnection"];
                };
            };
            responses: {
                /** @description The connection. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}/actions/{operation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run one declared operation
         * @description An Idempotency-Key is passed on to the provider where its API knows one.
         */
        post: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: {
                    "idempotency-key"?: string;
                };
                path: {
                    id: string;
                    operation: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ActionInput"];
                };
            };
            responses: {
                /** @description The result; success tells whether it worked. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActionResult"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}/credential-versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the kept versions of the credentials: metadata only */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    /** @description How many rows to answer with, at most 500. */
                    limit?: number;
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["CredentialVersion"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give new credentials: a new version
         * @description A secret field left blank keeps its old value.
         */
        put: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReplaceCredentials"];
                };
            };
            responses: {
                /** @description The connection. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disconnect: wipe the secrets, keep the connection and its history */
        post: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The connection. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause: nothing runs until it is resumed */
        post: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The connection. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}/proxy/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pass a GET through to the provider
         * @description Method, query, body, status and headers pass byte for byte. The credentials are added here; the host is fixed by the manifest. {path} may hold slashes.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The provider's own answer, whatever its status. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Pass a PUT through to the provider
         * @description Method, query, body, status and headers pass byte for byte. The credentials are added here; the host is fixed by the manifest. {path} may hold slashes.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The provider's own answer, whatever its status. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Pass a POST through to the provider
         * @description Method, query, body, status and headers pass byte for byte. The credentials are added here; the host is fixed by the manifest. {path} may hold slashes.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The provider's own answer, whatever its status. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Pass a DELETE through to the provider
         * @description Method, query, body, status and headers pass byte for byte. The credentials are added here; the host is fixed by the manifest. {path} may hold slashes.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The provider's own answer, whatever its status. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Pass a OPTIONS through to the provider
         * @description Method, query, body, status and headers pass byte for byte. The credentials are added here; the host is fixed by the manifest. {path} may hold slashes.
         */
        options: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The provider's own answer, whatever its status. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Pass a HEAD through to the provider
         * @description Method, query, body, status and headers pass byte for byte. The credentials are added here; the host is fixed by the manifest. {path} may hold slashes.
         */
        head: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The provider's own answer, whatever its status. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Pass a PATCH through to the provider
         * @description Method, query, body, status and headers pass byte for byte. The credentials are added here; the host is fixed by the manifest. {path} may hold slashes.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The provider's own answer, whatever its status. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Page the change feed of records
         * @description Ordered by seq. Pass the last seq seen as after and no change is missed.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The seq of the last record seen. */
                    after?: number | null;
                    includeDeleted?: boolean;
                    /** @description How many rows to answer with, at most 500. */
                    limit?: number;
                    model?: string;
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                    sync?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Records in the order of their changes. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Record"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a paused connection */
        post: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The connection. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a connection's runs */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    kind?: "test" | "sync" | "action" | "health" | "doctor" | "discover";
                    /** @description How many rows to answer with, at most 500. */
                    limit?: number;
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                    status?: "queued" | "running" | "success" | "partial" | "error" | "cancelled" | "interrupted";
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Run"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a sync */
        post: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: {
                    /** @description Makes the request safe to repeat within a day. */
                    "idempotency-key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StartSync"];
                };
            };
            responses: {
                /** @description Queued; follow the run. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StartedRun"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Really ask the provider whether the connection works */
        post: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What happened; ok tells whether it works. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TestResult"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List providers (the same list under its older path) */
        get: {
            parameters: {
                query?: {
                    /** @description sync: has syncs · webhook: receives signed events · realtime: events reach us within seconds · write: has write operations · checks: runs scans or checks · discovery: lists resources · health: has a test operation · annotate: comments or statuses on changes. */
                    capability?: "sync" | "webhook" | "realtime" | "write" | "checks" | "discovery" | "health" | "annotate";
                    /** @description Where the catalog lists the provider. */
                    category?: "Cloud" | "Identity & Access" | "HR & People" | "Development" | "Communication" | "Monitoring" | "Infrastructure" | "Security" | "Productivity";
                    includeTestOnly?: boolean;
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                    /** @description Words to look for in names, descriptions and tags. */
                    q?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Every provider that matches; one page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["ProviderInfo"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/connections/providers/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one provider whole */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    slug: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What it can do and what connecting it takes. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProviderDetail"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List providers */
        get: {
            parameters: {
                query?: {
                    /** @description sync: has syncs · webhook: receives signed events · realtime: events reach us within seconds · write: has write operations · checks: runs scans or checks · discovery: lists resources · health: has a test operation · annotate: comments or statuses on changes. */
                    capability?: "sync" | "webhook" | "realtime" | "write" | "checks" | "discovery" | "health" | "annotate";
                    /** @description Where the catalog lists the provider. */
                    category?: "Cloud" | "Identity & Access" | "HR & People" | "Development" | "Communication" | "Monitoring" | "Infrastructure" | "Security" | "Productivity";
                    includeTestOnly?: boolean;
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                    /** @description Words to look for in names, descriptions and tags. */
                    q?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Every provider that matches; one page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["ProviderInfo"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/providers/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one provider whole */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    slug: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What it can do and what connecting it takes. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProviderDetail"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/providers/{slug}/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a provider's logo */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    slug: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description An SVG image. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/svg+xml": string;
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the organization's runs */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    kind?: "test" | "sync" | "action" | "health" | "doctor" | "discover";
                    /** @description How many rows to answer with, at most 500. */
                    limit?: number;
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                    status?: "queued" | "running" | "success" | "partial" | "error" | "cancelled" | "interrupted";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Run"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a run */
        get: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The run. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a run that has not finished */
        post: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The run. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/runs/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a run's log */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    /** @description How many rows to answer with, at most 500. */
                    limit?: number;
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Oldest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["RunLog"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is calling, and what this server is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The caller. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the organization's members */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    /** @description How many rows to answer with, at most 500. */
                    limit?: number;
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Oldest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Member"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How it stands, what ran, what needs a person */
        get: {
            parameters: {
                query?: {
                    /** @description The caller's own organization. Any other one answers 404. */
                    organizationId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The overview. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Overview"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it can serve: the database answers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ready. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
                /** @description Not now; the failed check is named. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the first owner exists */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The state of the setup. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SetupStatus"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Make the first organization and its owner, once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            responses: {
                /** @description Made. The API key is shown this once. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SetupResult"];
                    };
                };
                /** @description What went wrong, whose fault it is and the next step. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ActionInput: {
            [key: string]: unknown;
        };
        ActionResult: {
            error?: {
                class?: string;
                code: string;
                isTransient: boolean;
                message: string;
                retryAfterSeconds?: number;
                status?: number;
            };
            items?: unknown[];
            result?: unknown;
            skippedOffline: boolean;
            /** @description In offline mode: the exact request, to post by hand. */
            skippedPayload?: unknown;
            success: boolean;
        };
        ApiKey: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            createdBy: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            expiresAt: string | null;
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            lastUsedAt: string | null;
            name: string | null;
            role: components["schemas"]["Role"];
            /** @description What the key may do at most; null is all its role may do. */
            scopes: string[] | null;
            /** @description The first characters, to tell keys apart. */
            start: string | null;
        };
        AuditEntry: {
            /** @example connection.create */
            action: string;
            actor: {
                id: string;
                label: string | null;
                type: string;
            };
            after?: unknown;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            before?: unknown;
            hash: string;
            id: string;
            ip: string | null;
            requestId: string | null;
            target: {
                id: string;
                label: string | null;
                type: string;
            };
        };
        Connection: {
            account: {
                id: string;
                label: string;
            } | null;
            authMethod: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            createdBy: string | null;
            credential: {
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                createdAt: string;
                fields: {
                    isSet: boolean;
                    /** @description The last four characters, where showing them is allowed. */
                    mask: string | null;
                    name: string;
                }[];
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                lastUsedAt: string | null;
                /** @enum {string} */
                source: "sealed" | "authref" | "none";
                version: number;
            } | null;
            health: {
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                checkedAt: string | null;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                lastSeenAt: string | null;
                /** @enum {string} */
                status: "unknown" | "healthy" | "degraded" | "unhealthy";
            };
            id: string;
            lastSync: {
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                at: string;
                message: string;
                /** @enum {string} */
                status: "success" | "partial" | "error";
            } | null;
            lastTest: {
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                at: string;
                message: string;
                /** @enum {string} */
                status: "success" | "error";
            } | null;
            name: string;
            /** @example docker-registry */
            providerSlug: string;
            settings: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            status: "pending" | "active" | "paused" | "error" | "disconnected";
            statusReason: string | null;
            timeoutMs: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            updatedAt: string;
            verifyTls: boolean;
        };
        CreateApiKey: {
            expiresInDays?: number | null;
            name: string;
            /** @description The caller's own organization. Any other one answers 404. */
            organizationId?: string;
            role?: components["schemas"]["Role"] & unknown;
            scopes?: string[] | null;
        };
        CreateConnection: {
            /** @description The first method when left out. */
            authMethod?: string;
            /** @description One entry for each field of the auth method: its value, or an authref:// URI. */
            credentials?: {
                [key: string]: string;
            };
            /** @description The provider's name when left out. */
            name?: string;
            /** @description The caller's own organization. Any other one answers 404. */
            organizationId?: string;
            /** @example docker-registry */
            providerSlug: string;
            settings?: {
                [key: string]: unknown;
            };
            /** @description For one call, in milliseconds. */
            timeoutMs?: number;
            verifyTls?: boolean;
        };
        CreatedApiKey: components["schemas"]["ApiKey"] & {
            /** @description Shown this once. */
            key: string;
        };
        CredentialVersion: {
            authMethod: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            createdBy: string | null;
            fields: {
                isSet: boolean;
                /** @description The last four characters, where showing them is allowed. */
                mask: string | null;
                name: string;
            }[];
            id: string;
            isCurrent: boolean;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            lastUsedAt: string | null;
            /** @enum {string} */
            source: "sealed" | "authref" | "none";
            version: number;
        };
        Discover: {
            filter?: {
                /**
                 * @description * stays within one path segment, ** crosses them, ? is one character.
                 * @example team/*
                 */
                namePattern?: string;
            };
            /** @description The caller's own organization. Any other one answers 404. */
            organizationId?: string;
            /** @example repositories */
            resourceType: string;
        };
        Discovered: {
            resources: ({
                id: string;
                name: string;
                url?: string | null;
            } & {
                [key: string]: unknown;
            })[];
            resourceType: string;
            supportedResourceTypes: string[];
            /** @description True when there was more than one answer holds. */
            truncated: boolean;
        };
        Error: {
            error: {
                /**
                 * @description One of a closed set; programs branch on it.
                 * @example invalid_input
                 */
                code: string;
                /** @description Which parts of the input were wrong. */
                details?: {
                    message: string;
                    path: string;
                }[];
                /** @description Whose fault it is and the next step, for people. */
                message: string;
                /** @description The same id stands in the X-Request-Id header and in the log. */
                requestId: string;
            };
        };
        Failure: {
            /** @description How the answer was classified: auth_invalid, rate_limited … */
            class: string | null;
            code: string;
            message: string;
            nextStep: string | null;
        } | null;
        FieldView: {
            /** @description The value used when none is given; null when there is none. */
            default?: unknown;
            docsUrl: string | null;
            /** @description Known shapes of a secret, to recognise what was pasted. */
            formats?: {
                id: string;
                label: string;
                note: string | null;
                pattern: string;
            }[];
            help: string | null;
            label: string;
            maxLength: number | null;
            name: string;
            options: {
                label: string;
                value: string;
            }[] | null;
            pattern: string | null;
            placeholder: string | null;
            required: boolean;
            /**
             * @description string, url, number, boolean, select, secret …
             * @example secret
             */
            type: string;
            /** @description Show the field only while another one has this value, or one of these values. */
            visibleWhen: {
                equals: string | boolean | number | string[];
                field: string;
            } | null;
        };
        Health: {
            /** @enum {string} */
            status: "ok";
            version: string;
        };
        Me: {
            apiKey: {
                id: string;
            } | null;
            isOffline: boolean;
            /** @enum {string} */
            mode: "embedded" | "server";
            organization: {
                id: string;
                name: string;
                slug: string | null;
            };
            role: components["schemas"]["Role"];
            scopes: string[] | null;
            user: {
                email: string;
                id: string;
                name: string;
            } | null;
            version: string;
        };
        Member: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            email: string;
            name: string;
            role: components["schemas"]["Role"];
            userId: string;
        };
        Overview: {
            /** @description Connections in error, with the reason. */
            attention: {
                connectionId: string;
                name: string;
                providerSlug: string;
                reason: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                since: string;
            }[];
            connections: {
                active: number;
                disconnected: number;
                error: number;
                paused: number;
                pending: number;
                total: number;
            };
            recentRuns: components["schemas"]["Run"][];
        };
        ProviderDetail: components["schemas"]["ProviderInfo"] & {
            authMethods?: {
                createUrl: string | null;
                description: string;
                fields: components["schemas"]["FieldView"][];
                id: string;
                label: string;
                scopes: string[];
                setup: string[];
                /** @description Whether this server can run the method yet. */
                supported: boolean;
                type: string;
            }[];
            callbackUrl: string;
            interfaces: string[];
            links: {
                [key: string]: string;
            };
            operations: {
                description: string;
                input: components["schemas"]["FieldView"][];
                name: string;
                /** @enum {string} */
                safety: "read" | "write" | "destructive";
                scopes: string[];
            }[];
            owners: string[];
            resources: {
                aliases: string[];
                label: string;
                operation: string;
                type: string;
            }[];
            settings: components["schemas"]["FieldView"][];
            setupGuide: string[];
            syncs: {
                mode: string;
                model: string;
                name: string;
                operation: string | null;
                schedule: string | null;
            }[];
            variants: {
                description: string | null;
                id: string;
                label: string;
                settings: {
                    [key: string]: unknown;
                };
            }[];
            version: string;
            webhooks: {
                events: string[];
                scheme: string;
            } | null;
        };
        ProviderInfo: {
            authMethods: {
                id: string;
                label: string;
                type: string;
            }[];
            capabilities: string[];
            category: string;
            connectionCount: number;
            deprecated: {
                reason: string;
                replacedBy?: string;
                since?: string;
            } | null;
            description: string;
            /** @description From the folder of private manifests. */
            isPrivate: boolean;
            isTestOnly: boolean;
            /** @description Quality, proven by verify: unlisted, bronze, silver, gold, platinum. */
            level: string;
            logoUrl: string;
            name: string;
            /** @description The slug again, under the name older callers use. */
            provider: string;
            /** @example docker-registry */
            slug: string;
            supportedResourceTypes: string[];
            supportsDiscovery: boolean;
            tags: string[];
            /** @description The category. */
            type: string;
        };
        Readiness: {
            checks: {
                /** @enum {string} */
                database: "ok" | "failed";
                /** @enum {string} */
                jobs: "ok" | "failed" | "off";
            };
            /** @enum {string} */
            status: "ready" | "unavailable";
        };
        Record: {
            /** @enum {string} */
            change: "added" | "updated" | "deleted";
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changedAt: string;
            data: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            deletedAt: string | null;
            externalId: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            firstSeenAt: string;
            id: string;
            model: string;
            /** @description Grows with every change; page by it and never miss a row. */
            seq: number;
            sync: string;
        };
        ReplaceCredentials: {
            authMethod?: string;
            /** @description One entry for each field of the auth method: its value, or an authref:// URI. */
            credentials: {
                [key: string]: string;
            };
            /** @description The caller's own organization. Any other one answers 404. */
            organizationId?: string;
        };
        /** @enum {string} */
        Role: "owner" | "admin" | "member" | "viewer";
        Run: {
            connectionId: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            durationMs: number | null;
            error: components["schemas"]["Failure"];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            finishedAt: string | null;
            id: string;
            /** @enum {string} */
            kind: "test" | "sync" | "action" | "health" | "doctor" | "discover";
            /** @description full or delta, for a sync. */
            mode: string | null;
            /** @description The sync or operation. */
            name: string | null;
            providerSlug: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            startedAt: string | null;
            stats: {
                added: number;
                deleted: number;
                read: number;
                requests: number;
                unchanged: number;
                updated: number;
            };
            /** @enum {string} */
            status: "queued" | "running" | "success" | "partial" | "error" | "cancelled" | "interrupted";
            /** @enum {string} */
            trigger: "manual" | "schedule" | "system";
        };
        RunLog: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            data?: {
                [key: string]: unknown;
            };
            level: string;
            message: string;
        };
        Setup: {
            /** Format: email */
            email: string;
            name: string;
            organizationName: string;
            password: string;
            /** @description PATCHBAY_SETUP_TOKEN, or the one printed at start. */
            token: string;
        };
        SetupResult: {
            /** @description Shown this once. */
            apiKey: string;
            organizationId: string;
            userId: string;
        };
        SetupStatus: {
            /** @description True once the first owner exists. */
            isSetUp: boolean;
        };
        StartedRun: {
            runId: string;
        };
        StartSync: {
            /**
             * @default full
             * @enum {string}
             */
            mode?: "full" | "delta";
            /** @description The caller's own organization. Any other one answers 404. */
            organizationId?: string;
            /** @description Which sync; the only or first one when left out. */
            sync?: string;
        };
        TestResult: {
            account: {
                id: string;
                label: string;
            } | null;
            error: {
                class: string;
                code: string;
                message: string;
                nextStep: string;
                /** @enum {string} */
                whoseFault: "you" | "provider" | "network" | "patchbay";
            } | null;
            latencyMs: number;
            missingScopes: string[];
            ok: boolean;
            rateLimit: {
                limit: number | null;
                remaining: number | null;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                resetAt: string | null;
            } | null;
            scopes: string[] | null;
            steps: {
                /** @enum {string} */
                id: "reach" | "authenticate" | "identity" | "scopes";
                message: string;
                /** @enum {string} */
                status: "passed" | "failed" | "skipped";
            }[];
        };
        UpdateConnection: {
            name?: string;
            /** @description The caller's own organization. Any other one answers 404. */
            organizationId?: string;
            settings?: {
                [key: string]: unknown;
            };
            /** @description For one call, in milliseconds. */
            timeoutMs?: number;
            verifyTls?: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
