const at = encodeURIComponent;

/** Every URL of the app, once: links are made from here. `base` is what the app is mounted below, such as `/insurance`. */
export function pathsUnder(base: string) {
  const onboarding = (id: string) => `${base}/onboardings/${at(id)}`;
  const contractor = (id: string) => `${base}/contractors/${at(id)}`;
  const assignment = (id: string, assignmentId: string) =>
    `${contractor(id)}/assignments/${at(assignmentId)}`;
  const invoices = (id: string) => `${contractor(id)}/invoices`;
  const certificates = (id: string) => `${contractor(id)}/certificates`;
  return {
    /** The list of onboardings; also where everything else is below. */
    home: `${base}/`,
    onboardings: `${base}/onboardings`,
    archive: `${base}/onboardings/archive`,
    onboarding,
    step: (id: string, step: string) => `${onboarding(id)}/${step}`,
    openApplication: (id: string) => `${onboarding(id)}/application/open`,
    remove: (id: string) => `${onboarding(id)}/remove`,
    sync: (id: string) => `${onboarding(id)}/sync`,
    contractors: `${base}/contractors`,
    contractor,
    askAgain: (id: string) => `${contractor(id)}/ask`,
    newJob: (id: string) => `${contractor(id)}/new-job`,
    assignment,
    policy: (id: string, policyId: string) => `${contractor(id)}/policies/${at(policyId)}`,
    invoices,
    invoice: (id: string, invoiceId: string) => `${invoices(id)}/${at(invoiceId)}`,
    optIn: (id: string) => `${contractor(id)}/opt-in`,
    certificates,
    certificate: (id: string, certificateId: string) => `${certificates(id)}/${at(certificateId)}`,
    card: (id: string) => `${contractor(id)}/card`,
    portalLink: (id: string) => `${contractor(id)}/portal-link`,
    /** The contractor's own page, for whoever has the link. */
    cover: (token: string) => `${base}/cover/${at(token)}`,
    changes: `${base}/changes`,
    /** The calls of the API for an onboarding, or for a contractor. */
    calls: (subject: string) => `${base}/calls/${at(subject)}`,
    changingCalls: (subject: string) => `${base}/calls/${at(subject)}?only=changes`,
    call: (subject: string, key: string) => `${base}/calls/${at(subject)}/${at(key)}`,
    events: `${base}/events`,
    eventsOf: (id: string) => `${base}/events?onboarding=${at(id)}`,
    eventsOfContractor: (id: string) => `${base}/events?contractor=${at(id)}`,
    eventsExport: `${base}/events.jsonl`,
    rejected: `${base}/events/rejected`,
    event: (seq: number) => `${base}/events/${seq}`,
    retryEvent: (seq: number) => `${base}/events/${seq}/retry`,
    gate: `${base}/api/coverage`,
    gateBatch: `${base}/api/coverage/batch`,
    compliance: `${base}/compliance`,
    complianceCsv: `${base}/compliance.csv`,
    todo: (list: string) => `${base}/compliance/to-do/${list}`,
    gatePage: `${base}/compliance/gate`,
    keys: `${base}/compliance/keys`,
    revokeKey: (id: string) => `${base}/compliance/keys/${at(id)}/revoke`,
    hook: `${base}/compliance/hook`,
    testHook: `${base}/compliance/hook/test`,
    sendAgain: (id: string) => `${base}/compliance/hook/${at(id)}/again`,
    doctor: `${base}/doctor`,
    signIn: `${base}/sign-in`,
    signOut: `${base}/sign-out`,
    webhook: `${base}/webhooks/1099policy`,
    returned: (token: string, outcome: 'success' | 'cancel') => `${base}/return/${at(token)}/${outcome}`,
    live: `${base}/health/live`,
    ready: `${base}/health/ready`,
    asset: (file: string) => `${base}/assets/${file}`,
  } as const;
}

export type Paths = ReturnType<typeof pathsUnder>;

/** Where the webhook and health routes are, for those who mount nothing below a path. */
export const paths = pathsUnder('');

/** What routes match: what the app is mounted below was taken off before. */
export const patterns = {
  ...paths,
  archive: '/onboardings/archive',
  onboarding: '/onboardings/:onboardingId',
  contractor: '/contractors/:contractorId',
  certificates: '/contractors/:contractorId/certificates',
  covers: '/cover/',
  cover: '/cover/:token',
  anyCover: '/cover/{*rest}',
  event: '/events/:seq',
  calls: '/calls/:subject',
  call: '/calls/:subject/:key',
  retryEvent: '/events/:seq/retry',
  /** What machines ask: each answer is JSON. */
  api: '/api/',
  todo: '/compliance/to-do/:list',
  revokeKey: '/compliance/keys/:keyId/revoke',
  sendAgain: '/compliance/hook/:deliveryId/again',
  returns: '/return/',
  returned: '/return/:token/:outcome',
  anyReturned: '/return/{*rest}',
  assets: '/assets',
} as const;

/** Of our own layout alone. */
export const BRAND_STYLES = '/brand.css';
