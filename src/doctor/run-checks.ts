/** What is wrong with this installation: one list of checks, for the script and for the page. */
import { apiChecks, type ApiDeps } from './api';
import { examine, ok, type Finding } from './finding';
import { machineChecks, type MachineDeps } from './machine';
import { webhookChecks, type WebhookDeps } from './webhooks';

export type DoctorDeps = ApiDeps & WebhookDeps & MachineDeps;

/** Runs every check, all at once, and gives back what each found and what mends it. Never rejects, and takes seconds. */
export function runChecks(deps: DoctorDeps, limitMs?: number): Promise<Finding[]> {
  const settings = { Settings: () => ok('All settings can be read.') };
  return examine(
    { ...settings, ...apiChecks(deps), ...webhookChecks(deps), ...machineChecks(deps) },
    limitMs,
  );
}

/** Whether anything has to be mended. */
export const isWell = (findings: readonly Finding[]): boolean =>
  findings.every(({ outcome }) => outcome !== 'problem');
