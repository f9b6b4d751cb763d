export const errors = {
  unexpected: 'Something failed in Patchbay. Try again; if it stays, give whoever runs this server the request id.',
  unreachable: 'Patchbay does not answer. Check your network, then try again.',
  requestId: 'Request id',
  title: 'This could not be loaded',
  markedFields: 'Look at the marked fields.',
  notFoundTitle: 'Nothing is here',
  notFoundText: 'This page does not exist, or it belongs to another organization.',
  toOverview: 'Go to the overview',
  crashTitle: 'This page stopped working',
  crashText: 'The fault is in Patchbay. Load the page again; what you saved is safe.',
  refusedTitle: 'You cannot come in right now',
  apiDownTitle: 'The Patchbay API does not answer',
  apiDownText:
    'The pages are up, but the process behind them is not. Nothing is lost. Whoever runs this server should look at:',
  apiDownSteps: [
    'Is the API process running? Its log says why when it stopped.',
    'Does API_URL of the admin point to it?',
    'Does its database answer? /api/v1/readyz tells.',
  ],
  apiDownRetrying: 'This page looks again every few seconds.',
};
