const locale = 'en-GB';

const numberFormat = new Intl.NumberFormat(locale);
const relativeFormat = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** 12 345 as 12,345. */
export function formatNumber(value: number): string {
  return numberFormat.format(value);
}

/** Short units are counted when they are over; 2.99 months are 3. */
function rounded(count: number, unit: Intl.RelativeTimeFormatUnit): number {
  return unit === 'month' || unit === 'year' ? Math.round(count) : Math.trunc(count);
}

/** "3 minutes ago", "in 2 days", "just now" below ten seconds. */
export function formatRelative(iso: string, now: number): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  if (Math.abs(seconds) < 10) return 'just now';
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relativeFormat.format(rounded(seconds / size, unit), unit);
  }
  return relativeFormat.format(seconds, 'second');
}

/** The exact moment in the reader's time zone, with the zone named. */
export function formatExact(iso: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    ...(timeZone && { timeZone }),
  }).format(new Date(iso));
}

/** Hours, minutes and seconds with milliseconds, for log lines. */
export function formatClock(iso: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    ...(timeZone && { timeZone }),
  }).format(new Date(iso));
}

/** 87 ms · 1.4 s · 2 min 5 s · 1 h 12 min. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
}

/** 812 bytes · 5.2 KB · 25 MB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / (1024 * 1024), 'MB'];
  return `${size < 9.95 && size % 1 !== 0 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

/** Age in one unit: "12 days old", "3 hours old", "new". */
export function formatAge(iso: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  for (const [unit, size] of steps) {
    const count = Math.floor(seconds / size);
    // Below two months days say more: a rotation is due by days.
    if (unit === 'month' && count < 2) continue;
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} old`;
  }
  return 'new';
}

/** Keeps the kind of an id and its last characters: con_…8f3k2a. */
export function shortenId(id: string): string {
  const mark = id.indexOf('_');
  if (id.length <= 14) return id;
  return mark > 0 ? `${id.slice(0, mark + 1)}…${id.slice(-6)}` : `${id.slice(0, 4)}…${id.slice(-6)}`;
}

/** listRepositories, pull_request and image-tag as words: "List repositories". */
export function humanize(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_\-.]+/)
    .filter(Boolean)
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Two letters for a thing without a picture. */
export function initials(name: string): string {
  const words = name.split(/[\s\-_.]+/).filter(Boolean);
  const letters = words.length > 1 ? `${words[0]?.[0] ?? ''}${words[1]?.[0] ?? ''}` : name.slice(0, 2);
  return letters.toUpperCase();
}
