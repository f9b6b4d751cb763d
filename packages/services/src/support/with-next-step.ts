/** An error in one line: what is, then what to do. What a provider says may end without a full stop. */
export function withNextStep(message: string, nextStep: string): string {
  if (nextStep === '') return message;
  return `${/[.!?…]$/.test(message) ? message : `${message}.`} ${nextStep}`;
}
