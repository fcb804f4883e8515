import { SCENARIO_NAMES, type Scenario, type ScenarioName } from '../scenario';
import { APPLICATION_SCENARIOS } from './applications';
import { CONTRACTOR_SCENARIOS } from './contractors';
import { FAILURE_SCENARIOS } from './failures';

const BY_NAME: Readonly<Record<ScenarioName, Scenario>> = {
  ...APPLICATION_SCENARIOS,
  ...FAILURE_SCENARIOS,
  ...CONTRACTOR_SCENARIOS,
};

/** The one table of scenarios, in the order of the menu. */
export const SCENARIOS: readonly Scenario[] = SCENARIO_NAMES.map((name) => BY_NAME[name]);

export const scenarioNamed = (name: unknown): Scenario | undefined =>
  SCENARIOS.find((scenario) => scenario.name === name);
