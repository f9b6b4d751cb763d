export const runs = {
  emptyTitle: 'No run yet',
  emptyText: 'Each test, sync, action and discovery leaves a run with its log here.',
  columns: {
    state: 'State',
    what: 'What',
    trigger: 'Started by',
    changes: 'Changes',
    duration: 'Took',
    started: 'Started',
  },
  kinds: {
    test: 'Test',
    sync: 'Sync',
    action: 'Action',
    health: 'Health check',
    doctor: 'Doctor',
    discover: 'Discover',
  } as Record<string, string>,
  triggers: { manual: 'A person', schedule: 'Schedule', system: 'Patchbay', webhook: 'A webhook' } as Record<
    string,
    string
  >,
  attempt: (number: number) => `Try ${number}`,
  resumed: 'It went on where an earlier run stopped, so its figures do not count what that one read.',
  openResumed: 'Open the earlier run',
  title: (what: string) => what,
  log: 'Log',
  logEmpty: 'Nothing was logged.',
  logWaiting: 'Waiting for the first line.',
  stats: {
    requests: 'Requests',
    read: 'Read',
    added: 'Added',
    updated: 'Updated',
    deleted: 'Deleted',
    unchanged: 'Unchanged',
  },
  changes: (added: string, updated: string, deleted: string) => `+${added}  ~${updated}  −${deleted}`,
  noChanges: 'No change',
  read: (count: string) => `${count} read`,
  cancel: 'Cancel run',
  cancelled: 'The run is being cancelled.',
  queuedFor: 'Waiting for a worker',
  nextStep: 'Next step',
  unknownWords: (times: string) =>
    times === '1'
      ? 'A severity or state was read that the manifest does not name.'
      : `A severity or state was read ${times} times that the manifest does not name.`,
  unknownWordsText: 'The log says what each word counts as. The manifest is where it gets a meaning.',
};
