/** What the sandbox itself holds to be insured, read from its whole state: it shares nothing with what is tested. */
import { control } from '../../../sandbox/test/support/control';
import type { RunningSandbox } from '../../support/harness';

type Data = Record<string, unknown>;
interface Held {
  kind: string;
  id: string;
  created: number;
  data: Data;
}

/** What insures a contractor for a job at a moment (epoch seconds), by ids; empty: nothing does. */
export async function insuredBy(
  sandbox: RunningSandbox,
  { contractor, job, at }: { contractor: string; job: string; at: number },
): Promise<string[]> {
  const { body } = await control(sandbox, 'GET', '/export');
  const { objects } = body as unknown as { objects: Held[] };
  const all = (kind: string) => objects.filter((one) => one.kind === kind);
  const known = (kind: string, id: string) => all(kind).some((one) => one.id === id);
  if (!known('contractor', contractor) || !known('job', job)) return [];
  const during = ({ data }: Held, from: string, until: string) =>
    Number(data[from]) <= at && at < Number(data[until]);
  const quotes = new Map(all('quote').map(({ id, data }) => [id, data]));
  const standing = all('policy').filter(({ data }) => data.cancelled === false);
  const policies = standing
    .filter(({ data }) => {
      const quote = quotes.get(String(data.quote));
      return quote?.contractor === contractor && quote.job === job;
    })
    .filter((policy) => during(policy, 'effective_date', 'expiration_date'));
  const assignments = all('assignment')
    .filter(({ data }) => data.contractor === contractor && data.job === job)
    .filter(({ data }) => data.bind === true && data.active === true && data.cancelled === null)
    .filter(({ data }) => standing.some(({ id }) => id === data.policy))
    .filter((assignment) => during(assignment, 'effective_date', 'end_date'));
  const certificates = all('certificate')
    .filter(({ data }) => data.contractor === contractor && data.status === 'approved')
    .filter(({ created, data }) => showsCover(data.review as Data, created, at));
  return [...policies, ...assignments, ...certificates].map(({ id }) => id);
}

/** It says no day on which its insurance began: what was before it was handed in is not proven. */
function showsCover({ parsed_certificate_json: parsed }: Data, created: number, at: number): boolean {
  const lines = Object.values((parsed as { coverages: Record<string, Record<string, string>> }).coverages);
  return lines.some((line) => created <= at && at < Date.parse(`${line.policy_expiration_date} UTC`) / 1000);
}
