import { PatchbayError } from '@patchbay/schema';
import { renderText, type Scope } from './template.ts';

/** Headers of a request by lower-case name. */
export type RequestHeaders = Record<string, string>;

// Visible characters, spaces and tabs, and the bytes above ASCII that Latin-1 allows.
const validValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Adds rendered headers; one whose value is missing is left out. */
export function addHeaders(headers: RequestHeaders, templates: Readonly<Record<string, string>>, scope: Scope): void {
  for (const [name, template] of Object.entries(templates)) {
    const value = renderText(template, scope);
    if (value !== undefined) setHeader(headers, name, value);
  }
}

/** Sets one header. Throws `invalid_input` for a value that would break the head of the request, such as one with a line break. */
export function setHeader(headers: RequestHeaders, name: string, value: string): void {
  if (!validValue.test(value))
    throw new PatchbayError(
      'invalid_input',
      `The value for the header ${name} contains a line break or another character headers cannot carry.`,
    );
  headers[name.toLowerCase()] = value;
}
