import type { ErrorRule } from '@patchbay/schema';
import type { ParsedAnswer } from '../http/answer.ts';
import { selectFlag } from '../select/expressions.ts';
import { graphqlCodes } from './graphql-errors.ts';

/** The first rule whose conditions all hold, or null. */
export function findRule(rules: readonly ErrorRule[], answer: ParsedAnswer): ErrorRule | null {
  return rules.find((rule) => matches(rule, answer)) ?? null;
}

function matches(rule: ErrorRule, answer: ParsedAnswer): boolean {
  if (rule.status !== undefined) {
    const statuses = Array.isArray(rule.status) ? rule.status : [rule.status];
    if (!statuses.includes(answer.status)) return false;
  } else if (answer.status < 400 && rule.body === undefined && rule.graphqlCode === undefined) {
    // Headers such as "0 requests remaining" come with good answers too; alone they say nothing about a success.
    return false;
  }
  if (rule.header !== undefined && !hasHeader(rule.header, answer)) return false;
  if (rule.graphqlCode !== undefined) {
    const wanted = Array.isArray(rule.graphqlCode) ? rule.graphqlCode : [rule.graphqlCode];
    if (!graphqlCodes(answer.body).some((code) => wanted.includes(code))) return false;
  }
  if (rule.text !== undefined && !holdsText(rule.text, answer)) return false;
  return rule.body === undefined || isTrue(rule.body, answer.body);
}

function holdsText(texts: NonNullable<ErrorRule['text']>, { bytes }: ParsedAnswer): boolean {
  return [texts].flat().some((text) => bytes.includes(text));
}

function hasHeader(condition: NonNullable<ErrorRule['header']>, answer: ParsedAnswer): boolean {
  const value = answer.headers[condition.name.toLowerCase()];
  if (value === undefined) return false;
  if (condition.equals !== undefined && value !== condition.equals) return false;
  return condition.contains === undefined || value.includes(condition.contains);
}

function isTrue(expression: string, body: unknown): boolean {
  // A condition about one shape of body does not hold for another; a text or a list is no fault of the manifest here.
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return false;
  try {
    return selectFlag(expression, body);
  } catch {
    return false;
  }
}
