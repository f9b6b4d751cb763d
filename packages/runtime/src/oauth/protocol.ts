/** The protocol's library, loaded when somebody first signs in: most starts never need it. */
export function loadProtocol(): Promise<typeof import('oauth4webapi')> {
  return import('oauth4webapi');
}
