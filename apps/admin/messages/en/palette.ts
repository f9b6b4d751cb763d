export const palette = {
  label: 'Command palette',
  placeholder: 'Search connections, providers and pages',
  empty: 'Nothing matches.',
  pages: 'Pages',
  connections: 'Connections',
  providers: 'Connect a provider',
  actions: 'Actions',
  connect: (name: string) => `Connect ${name}`,
  theme: (name: string) => `Theme: ${name}`,
};
