import type { NextConfig } from 'next';

/** Nothing that differs between two installations is set here: those values are read when the server runs. */
const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  agentRules: false,
  // The server in front compresses nothing either: a reverse proxy does, and streams stay streams.
  compress: true,
  typescript: { tsconfigPath: 'tsconfig.json' },
};

export default config;
