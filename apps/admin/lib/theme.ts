/** The reader's choice lives in a cookie, so that the server paints the right theme at once. */
export const themeCookie = 'patchbay_theme';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

export function readTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}

/** The theme of the page as it stands. Browser only. */
export function currentTheme(): Theme {
  return readTheme(document.documentElement.dataset.theme);
}

/** Changes the page at once and remembers it for a year. Browser only. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store API is missing in Firefox and on plain http
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
}
