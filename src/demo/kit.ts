import type { FormBody } from '../forms/form';
import { emailOf, knownAmong, personNotIn, type TestPerson } from '../onboarding/journey/test-people';
import type { StepId } from '../onboarding/journey/steps';
import type { Paths } from '../paths';
import type { PolicyApi } from '../policy-api/client';
import type { EventRepository } from '../store/events';
import type { OnboardingRepository, OnboardingRow } from '../store/onboardings';
import type { PendingEventRepository } from '../store/pending-events';
import { eventKey } from '../webhooks/event';
import type { SandboxControl } from './control';
import type { FormFile, Presses } from './press';
import { DemoProblem } from './problem';

/** How long events have to come, which take a few milliseconds. Who has waited so long in vain waits no more. */
const EVENTS_MS = 5_000;
/** Once something did not come, nothing is waited for so long, until all has come again. */
const LATE_EVENTS_MS = 200;
const LOOK_EVERY_MS = 10;

export interface KitDeps {
  api: PolicyApi;
  sandbox: SandboxControl;
  paths: Paths;
  newId: () => string;
  /** Read alone: what is written, forms write. */
  store: {
    onboardings: Pick<OnboardingRepository, 'find'>;
    events: Pick<EventRepository, 'unknownKeys'>;
    pending: Pick<PendingEventRepository, 'nextDue'>;
  };
}

/** What a scenario is played with: the operator's presses, and what happens on the other side. */
export class Kit {
  readonly api: PolicyApi;
  readonly sandbox: SandboxControl;
  readonly paths: Paths;
  /** Onboardings that were started, in order. */
  readonly started: string[] = [];
  /** Addresses and names of what was to be created, whether an answer came or not. */
  readonly sent = new Set<string>();
  /** When that began, in epoch seconds on the sandbox's clock. */
  began: number | null = null;
  /** How far that clock was ahead of real time then, in seconds. */
  offset: number | null = null;
  /** Contractors whom the API knew when it was first asked, and those since. */
  private people: Set<string | null> | null = null;
  /** Ids of entities by their names, in the same manner. */
  private companies: Map<string, string> | null = null;
  /** Whether events were waited for in vain. */
  private comeLate = false;
  private readonly deps: KitDeps;
  private readonly presses: Presses;

  constructor(deps: KitDeps, presses: Presses) {
    this.deps = deps;
    this.presses = presses;
    this.api = deps.api;
    this.sandbox = deps.sandbox;
    this.paths = deps.paths;
  }

  /** Sends a form of this app, and gives back where the answer leads. @throws DemoProblem */
  press(path: string, fields: FormBody = {}, file?: FormFile): Promise<string> {
    for (const value of [fields['email'], fields['name']])
      if (typeof value === 'string') this.sent.add(value);
    return this.presses.form(path, fields, file);
  }

  /** Follows a link of this app that leads on, such as to a hosted page. @throws DemoProblem */
  follow(path: string): Promise<string> {
    return this.presses.link(path);
  }

  /** Sends the form of a step. */
  step(onboarding: string, step: StepId, fields: FormBody = {}): Promise<string> {
    return this.press(this.paths.step(onboarding, step), fields);
  }

  /** Starts an onboarding, and gives back its id. */
  async start(): Promise<string> {
    const onboarding = this.deps.newId();
    this.started.push(onboarding);
    await this.press(this.paths.onboardings, { onboarding });
    return onboarding;
  }

  async find(onboarding: string): Promise<OnboardingRow> {
    const row = await this.deps.store.onboardings.find(onboarding);
    if (!row)
      throw new DemoProblem('The onboarding of this scenario is not here any more. Play the scenario again.');
    return row;
  }

  /** The application session of the onboarding, of which there is one by now. */
  async session(onboarding: string): Promise<string> {
    const { session_id: id } = await this.find(onboarding);
    if (id === null) throw new DemoProblem('The onboarding has no application session.');
    return id;
  }

  /**
   * Waits until the app has heard of everything that has happened, and applied it. Gives up without a word: what is late
   * comes all the same, and pages follow it.
   */
  async settled(): Promise<void> {
    // Those before them came before; some are on the way at the same time.
    const newest = await this.api.listEvents({ limit: 10 });
    const { events, pending } = this.deps.store;
    const isOpen = async () =>
      (await events.unknownKeys(newest.map(eventKey))).size > 0 || (await pending.nextDue()) !== null;
    const end = performance.now() + (this.comeLate ? LATE_EVENTS_MS : EVENTS_MS);
    while (performance.now() < end && (await isOpen())) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    this.comeLate = performance.now() >= end;
  }

  /** Somebody whom the API does not know yet: of those given, else whoever is next; with the address to be reached at. */
  async newPerson(first: number): Promise<{ person: TestPerson; email: string }> {
    this.people ??= knownAmong(await this.api.listContractors({ limit: 100 }));
    const person = personNotIn(this.people, first);
    if (!person) throw new DemoProblem('There is nobody left to play with. Reset the demo.');
    const email = emailOf(person);
    this.people.add(email);
    return { person, email };
  }

  /** Chooses the entity of this name, so that playing again makes no second company of it; or creates it. */
  async chooseEntity(onboarding: string, entity: FormBody): Promise<void> {
    this.companies ??= new Map(
      (await this.api.listEntities({ limit: 100 })).map(({ name, id }) => [name, id]),
    );
    const name = String(entity['name']);
    const known = this.companies.get(name);
    const path = this.paths.step(onboarding, 'entity');
    await (known === undefined
      ? this.press(path, entity)
      : this.press(`${path}/existing`, { existing_entity: known }));
    const { entity_id: id } = await this.find(onboarding);
    if (known !== undefined || id === null) return;
    this.companies.set(name, id);
  }
}
