import '@fontsource-variable/inter/opsz.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { AppProviders } from '#components/shell/app-providers.tsx';
import { readTheme, themeCookie } from '#lib/theme.ts';
import { t } from '#messages/en.ts';

export const metadata: Metadata = {
  title: { default: t.product, template: t.title('%s') },
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafafa' },
    { media: '(prefers-color-scheme: dark)', color: '#101113' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  const nonce = (await headers()).get('x-nonce') ?? '';
  return (
    <html lang="en" {...(theme !== 'system' && { 'data-theme': theme })} suppressHydrationWarning>
      <body>
        {/* Layers that lock scrolling add a style element; the policy lets it in with the nonce of this page. */}
        <script
          nonce={nonce}
          suppressHydrationWarning
          dangerouslySetInnerHTML={{ __html: `window.__webpack_nonce__=${JSON.stringify(nonce)}` }}
        />
        <AppProviders>{children}</AppProviders>
      </body>
    </html>
  );
}
