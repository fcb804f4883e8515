/** Every URL of the app, once. Routes are mounted and links are made from here. */
const at = encodeURIComponent;

export const paths = {
  home: '/',
  onboardings: '/onboardings',
  onboarding: (id: string) => `/onboardings/${at(id)}`,
  step: (id: string, step: string) => `/onboardings/${at(id)}/${step}`,
  openApplication: (id: string) => `/onboardings/${at(id)}/application/open`,
  remove: (id: string) => `/onboardings/${at(id)}/remove`,
  sync: (id: string) => `/onboardings/${at(id)}/sync`,
  changes: '/changes',
  events: '/events',
  eventsOf: (id: string) => `/events?onboarding=${at(id)}`,
  event: (seq: number) => `/events/${seq}`,
  signIn: '/sign-in',
  signOut: '/sign-out',
  webhook: '/webhooks/1099policy',
  returns: '/return/',
  returned: (token: string, outcome: 'success' | 'cancel') => `/return/${at(token)}/${outcome}`,
  live: '/health/live',
  ready: '/health/ready',
  assets: '/assets',
} as const;

/** The same URLs as Express patterns, where they hold a part that varies. */
export const patterns = {
  onboarding: '/onboardings/:onboardingId',
  event: '/events/:seq',
  returned: '/return/:token/:outcome',
  anyReturned: '/return/{*rest}',
} as const;
