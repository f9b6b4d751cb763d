export const fields = {
  required: (label: string) => `${label} is needed.`,
  tooLong: (maxLength: number) => `At most ${maxLength} characters.`,
  notInteger: 'Enter a whole number.',
  notNumber: 'Enter a number.',
  notJson: 'This is not JSON. Check quotes, commas and brackets.',
  notUrl: 'Enter a full address, such as https://example.com.',
  wrongScheme: 'The address must start with http:// or https://.',
  credentialsInUrl: 'Leave user name and password out of the address; there are fields for them.',
  notMatching: (example: string | null) =>
    example ? `This does not have the expected form. Example: ${example}` : 'This does not have the expected form.',
  unknownFormat: (labels: string[]) => `This does not look like a ${labels.join(' or ')}.`,
  recognized: (label: string) => `Looks like a ${label}`,
  docs: 'Documentation',
  choose: 'Choose',
  chooseFile: 'Choose a file',
  fileRead: (length: string) => `${length} characters read`,
};
