import type { Field } from '@patchbay/schema';

/** What people call the field: its label, else its name in words. `baseUrl` becomes "Base url". */
export function fieldLabel(name: string, field: Field): string {
  return field.label ?? toWords(name);
}

/** `workflow_runs` and `workflowRuns` become "Workflow runs". */
export function toWords(name: string): string {
  const words = name
    .replace(/[-_]+/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
