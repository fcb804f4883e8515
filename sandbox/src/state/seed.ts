import { conflict } from '../api/errors';
import type { SandboxContext } from '../context';
import { samplePdf } from '../documents/sample-pdf';
import { DAY, startOfDay } from '../insurance/dates';
import { demoPeople } from './demo-data';
import { demoMaker, type DemoMaker } from './demo-maker';

/**
 * Adds a demo data set: objects of all kinds in different states, made by the functions of the API and dated over the
 * last weeks on the sandbox clock, with the events that came of them. All of it, or nothing.
 * @throws ApiError 409 when it is there already
 */
export async function seedDemoData(context: SandboxContext): Promise<void> {
  const file = await samplePdf({ title: 'Certificate of insurance', rows: [['Insured', 'Demo data']] });
  const { clock, schedule, database } = context;
  const now = clock.seconds();
  const at = <T>(ago: number, act: () => T): T =>
    clock.during(now - ago, () => {
      // What the earlier parts of the story led to by then.
      schedule.runDue();
      return act();
    });
  try {
    database.transaction(() => {
      refuseSecondTime(context);
      tellStory(demoMaker(context, file), now, at);
    });
  } finally {
    schedule.runDue();
  }
}

function refuseSecondTime({ objects }: SandboxContext): void {
  for (const { email } of Object.values(demoPeople)) {
    const found = objects.first('contractor', { name: 'contractor.email', value: email });
    if (!found) continue;
    const text = `The demo data is there already: the contractor ${found.id} has the email ${email}. Reset first.`;
    throw conflict(text);
  }
}

const HOUR = 3600;
const both = ['general', 'workers-comp'];

/** What happened, oldest first; `at` does something as if it were so many seconds ago. */
function tellStory(make: DemoMaker, now: number, at: <T>(secondsAgo: number, act: () => T) => T): void {
  const { work, quote, apply, upload } = make;
  const today = startOfDay(now);
  const harbor = at(24 * DAY, () => make.entity('harbor'));
  const technician = at(24 * DAY, () => work('technician', harbor));
  const quoted = at(24 * DAY, () => quote('covered', technician, both, { end_date: today + 300 * DAY }));
  at(24 * DAY, () => apply(quoted, 'application_complete'));
  const { contractor } = quoted.data;

  const summit = at(18 * DAY, () => make.entity('summit'));
  const warehouse = at(18 * DAY, () => work('warehouse', summit));
  const designer = at(18 * DAY, () => work('designer', summit));
  const policy = at(18 * DAY, () => make.policy(quote('cancelled', warehouse, both)));

  at(12 * DAY, () => apply(quote('ineligible', technician, ['general']), 'application_complete'));
  at(10 * DAY, () => make.assignment(contractor, work('secondSite', harbor)));
  at(9 * DAY, () => upload(contractor, 'okafor-certificate.pdf'));
  at(8 * DAY, () => make.expire(apply(quote('expired', warehouse, ['general']), 'esignature_document')));
  at(7 * DAY, () => make.track('cancelled', warehouse, 'rossi-certificate.pdf'));
  at(6 * DAY, () => make.switchOff(policy));
  at(5 * DAY, () => upload(make.contractor('uploader'), 'kim-flagged.pdf'));
  at(4 * DAY, () => make.card(contractor, true));
  at(3 * DAY, () => make.invoice(contractor, technician, today - 17 * DAY, today - 3 * DAY));
  at(20 * HOUR, () => {
    const waiting = quote('reviewed', designer, ['general', 'professional']);
    apply(waiting, 'application_complete', { recent_claims: 'yes' });
  });
  at(6 * HOUR, () => apply(quote('applying', technician, both), 'esignature_document'));
  at(2 * HOUR, () => quote('quoted', designer, ['general', 'cyber']));
  at(300, () => make.card(contractor, false));
}
