/** Channels are plain lower-case words: both drivers quote them differently. */
export function checkChannel(channel: string): string {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(channel)) throw new TypeError(`Not a channel name: ${channel}`);
  return channel;
}
