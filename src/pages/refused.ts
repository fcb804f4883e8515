/** What a form may hold. */
export const FORM_LIMITS = { kilobytes: 100, fields: 500 } as const;

/** A request that was not carried out, by a status of 4xx. */
export interface Refused {
  status: number;
  title: string;
  message: string;
  fix: string;
}

type Words = Omit<Refused, 'status'>;

const UNREADABLE: Words = {
  title: 'The request could not be read',
  message: 'It is not in a form that this app understands. Nothing was saved.',
  fix: 'Go back and try again.',
};
/** What the site around these pages refuses has words that fit whatever its reason is. */
const WORDS: Readonly<Record<number, Words>> = {
  400: UNREADABLE,
  401: {
    title: 'You are not signed in',
    message: 'This site does not know who you are, or no longer does. Nothing was saved.',
    fix: 'Sign in, then open the page again.',
  },
  403: {
    title: 'This was not accepted',
    message:
      'A form was out of date or did not come from this site, or it is something that you may not do. Nothing was saved.',
    fix: 'Go back, reload the page and send the form again. If it goes on, ask those who run this site.',
  },
  413: {
    title: 'The form is too long',
    message: `A form may hold ${FORM_LIMITS.kilobytes} kB and ${FORM_LIMITS.fields} fields. Nothing was saved.`,
    fix: 'Go back: what you typed is still there. Shorten it and send the form again.',
  },
  415: UNREADABLE,
  429: {
    title: 'Too many requests',
    message: 'This site takes no more from you for the moment. Nothing was saved.',
    fix: 'Wait a little, then try again. After a form, go back first: what you typed is still there.',
  },
};
const REFUSED: Words = {
  title: 'This was refused',
  message: 'This site did not carry it out. Nothing was saved.',
  fix: 'Go back and try again. If it goes on, ask those who run this site.',
};

/** Errors of the body parsers, of the router and of the site's own guard carry a 4xx status. Null for all others. */
export function refusedBy(error: unknown): Refused | null {
  const status = (error as { status?: unknown } | null)?.status;
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  return { status, ...(WORDS[status] ?? REFUSED) };
}
