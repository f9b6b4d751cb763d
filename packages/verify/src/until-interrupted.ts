/** A signal that is aborted when somebody presses Ctrl-C or the process is asked to end; until then it keeps the process from ending by it. */
export function untilInterrupted(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  return stop.signal;
}
