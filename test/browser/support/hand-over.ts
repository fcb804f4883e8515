import type { TestApp } from '../../support/harness';
import { Person } from '../../support/browser-like';
import { walkTo } from '../../support/walk';

export interface HandedOver {
  /** The onboarding's path in the app. */
  path: string;
  id: string;
  /** The session's address in the hosted application. */
  hosted: URL;
}

/** An onboarding with its application ready, made without a browser: for tests that are about what comes after. */
export async function handOver(
  running: TestApp,
  changes: Parameters<typeof walkTo>[2] = {},
): Promise<HandedOver> {
  const operator = new Person(running.url);
  const path = await walkTo(operator, 'application', changes);
  await operator.submit(`${path}/application`);
  const opened = await operator.open(operator.hrefOf('Open the application'));
  const hosted = new URL(opened.response.headers.location as string);
  return { path, id: path.replace('/onboardings/', ''), hosted };
}

export async function returnPath(
  running: TestApp,
  id: string,
  outcome: 'success' | 'cancel',
): Promise<string> {
  const onboarding = await running.store.onboardings.find(id);
  return `/return/${onboarding!.return_token}/${outcome}`;
}
