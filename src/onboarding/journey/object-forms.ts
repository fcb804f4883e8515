/**
 * How a step behaves that creates an object: contractor, entity and job. It shows the form of a new object, or of the one
 * of the onboarding; saves what was typed, once, unless somebody else was there meanwhile; or takes an object that the
 * API has already. A failure comes back with all that was typed. What is particular to a step stands in its folder.
 */
import { Router } from 'express';
import { OnboardingRemovedError } from '../../pages/page-errors';
import { NEVER_SHOWN } from '../../pages/unsent-form';
import { effectOfChange, goOn } from './after-save';
import { basisOf, basisOfNew, refuseChoice, withConflict } from './conflict';
import { ConflictError } from './conflict-error';
import { allTextsOf, chosenId, valuesOf, type FormBody } from '../../forms/form';
import { freshForm, renderForm, typedForm, withErrors, type ObjectPage } from './form-page';
import { choiceAction, formRoutes, openStep, type StepForm } from './form-routes';
import { showObject, withFailedSave } from './gone';
import type { Journey, JourneyDeps } from './journey';
import type { ObjectStep } from './object-step';
import { saveForm } from './save-form';
import { anotherHref, changedObject, shownObject, useObject, type SharedKind } from './save-object';
import { filledIn, testDataPanel } from './test-data';

/** The routes of a step: its form, and the choice of an object that exists. */
export function objectStepRoutes<Item extends { id: string }, Input extends object, Own extends object>(
  deps: JourneyDeps,
  step: ObjectStep<Item, Input, Own>,
): Router {
  const { kind } = step;
  const { form, choice } = new StepForms(step);
  const router = Router({ mergeParams: true });
  router.use(formRoutes(deps, kind, `/${kind}`, form), formRoutes(deps, kind, `/${kind}/existing`, choice));
  return router;
}

function newPage(journey: Journey, kind: SharedKind, body: FormBody = {}): ObjectPage {
  const fresh = freshForm(journey.deps.newKey, valuesOf(body, NEVER_SHOWN));
  return { ...fresh, body, objectId: null, basis: basisOfNew(journey, kind) };
}

/** Where something is in one of the rare fields, or is wrong with it, or one is gone on at. */
function isMoreOpen(rare: readonly string[], { body, errors, goOnAt }: ObjectPage): boolean {
  const isRare = (name: string | null) => rare.some((one) => name === one || name?.startsWith(`${one}.`));
  return (
    isRare(goOnAt ?? null) ||
    errors.some(({ field }) => isRare(field)) ||
    Object.keys(body).some((name) => isRare(name) && allTextsOf(body, name).some((text) => !isUsual(text)))
  );
}

/** Nothing, or what stands in nearly every form: the country where this insurance is sold. */
const isUsual = (text: string) => text === '' || text === 'US';

const REMOVED =
  'This onboarding was removed meanwhile, in another tab or by somebody else. Nothing was saved: send this again to start another onboarding with it';

class StepForms<Item extends { id: string }, Input extends object, Own extends object> {
  private readonly step: ObjectStep<Item, Input, Own>;

  constructor(step: ObjectStep<Item, Input, Own>) {
    this.step = step;
  }

  get form(): StepForm<ObjectPage> {
    return {
      open: (journey) => this.open(journey),
      typed: (journey) => ({
        ...typedForm(journey),
        body: journey.req.body as FormBody,
        objectId: changedObject(journey, this.step.kind),
      }),
      show: (journey, page) => this.show(journey, page),
      send: (journey, page) => this.send(journey, page),
    };
  }

  get choice(): StepForm<ObjectPage> {
    const { kind, existing } = this.step;
    const { field, read = (body) => chosenId(body, field) ?? '' } = existing;
    return {
      open: openStep,
      typed: (journey) => newPage(journey, kind, { [field]: read(journey.req.body as FormBody) }),
      show: (journey, page) => this.show(journey, page),
      send: (journey, page) => this.choose(journey, page),
    };
  }

  /** The form of the onboarding's object as the API has it, or of a new one. */
  private async open(journey: Journey): Promise<void> {
    const { kind, form, load } = this.step;
    const objectId = shownObject(journey, kind);
    if (objectId === null) return this.show(journey, newPage(journey, kind, await filledIn(journey, kind)));
    return showObject(journey, kind, {
      read: async () => {
        const item = await load(journey.api, objectId);
        return { ...newPage(journey, kind, form.bodyOf(item)), objectId, basis: basisOf(item) };
      },
      blank: newPage(journey, kind),
      show: (_journey, page) => this.show(journey, page),
    });
  }

  private async show(journey: Journey, page: ObjectPage): Promise<void> {
    const { kind, form, because, view, own } = this.step;
    const { objectId } = page;
    const action = journey.deps.paths.step(journey.onboarding.id, kind);
    const [ownModel, testData] = await Promise.all([
      own(journey, page, action),
      objectId ? null : testDataPanel(journey, kind, action, page.values),
    ]);
    const title = objectId && `Change the ${kind}`;
    return renderForm(
      journey,
      kind,
      view,
      page,
      { title, updates: objectId !== null },
      {
        ...ownModel,
        objectId,
        testData,
        effect: effectOfChange(journey.onboarding, because),
        moreOpen: isMoreOpen(form.rare, page),
        existingAction: choiceAction(journey, action),
        newHref: anotherHref(journey, kind, action),
      },
    );
  }

  /**
   * Saves what was typed, and goes on; or shows the form again, with what stands against it. Two forms of one
   * onboarding are saved one after the other, so that the second sees what the first did.
   */
  private async send(journey: Journey, typed: ObjectPage): Promise<void> {
    const { kind, form, goOnAt } = this.step;
    const { body, objectId } = typed;
    const at = goOnAt?.(body) ?? (body._add_row === undefined ? undefined : 'custom_metadata');
    if (at) return this.show(journey, { ...typed, goOnAt: at });
    const { input, errors } = form.read(body, objectId === null);
    if (input === null) return this.show(journey, withErrors(typed, errors));
    try {
      await journey.alone(() => saveForm(this.step, journey, typed, input), objectId);
    } catch (error) {
      return this.show(journey, await this.afterFailure(journey, typed, error));
    }
    goOn(journey, kind);
  }

  /** Makes an object that exists the one of the onboarding, and goes on; or shows `again`, with what stands against it. */
  private async choose(journey: Journey, again: ObjectPage): Promise<void> {
    const { kind, name, existing } = this.step;
    const { field, find } = existing;
    try {
      const problem = await journey.alone(async () => {
        const found = await find(journey, again.values[field] ?? '');
        if (typeof found === 'string') return found;
        refuseChoice(journey, kind, found.id);
        await useObject(journey, kind, found, name(found));
        return null;
      });
      if (problem !== null) return this.show(journey, withErrors(again, [{ field, text: problem }]));
    } catch (error) {
      return this.show(journey, await this.afterFailure(journey, again, error));
    }
    goOn(journey, kind);
  }

  private async afterFailure(journey: Journey, page: ObjectPage, error: unknown): Promise<ObjectPage> {
    const { kind, form } = this.step;
    if (error instanceof ConflictError) return withConflict(page, error);
    if (error instanceof OnboardingRemovedError && kind === 'contractor') {
      // Only one without a contractor can be removed. What was typed is no less worth for that.
      await journey.startAnew();
      return { ...withConflict(page, new ConflictError(REMOVED, basisOfNew(journey, kind))), status: 410 };
    }
    return withFailedSave(journey, kind, page, error, form.fields);
  }
}
