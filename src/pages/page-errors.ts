import { counted } from '../../lib/counted';
import type { Paths } from '../paths';
import type { SiteWords } from './site-words';

/** Where a page about a failure leads on to. */
export type Way = (paths: Paths) => { href: string; text: string };

/** Base of the failures that the app explains to people. `fix` says what they can do. */
export class PageError extends Error {
  readonly status: number;
  readonly title: string;
  readonly fix: string;
  readonly way: Way | null;

  /** `way`: where to go on; null for the list of onboardings. */
  constructor(status: number, title: string, message: string, fix: string, way: Way | null = null) {
    super(message);
    this.status = status;
    this.title = title;
    this.fix = fix;
    this.way = way;

    this.name = new.target.name;
  }
}

/** Thrown when a page, onboarding or event does not exist. */
export class NotFoundError extends PageError {
  constructor(what = 'This page', way: Way | null = null) {
    super(
      404,
      'Page not found',
      `${what} does not exist.`,
      way
        ? 'Check the address, or go on from the page below.'
        : 'Check the address, or start from the list of onboardings.',
      way,
    );
  }
}

/** Thrown where something is to be done for a contractor whom the API does not know, or does not know any more. */
export class ContractorGoneError extends PageError {
  constructor() {
    super(
      404,
      'The API does not know this contractor',
      'They were deleted there, or belong to another account or environment; or the sandbox was reset. Nothing can be done for them here any more.',
      'Choose somebody else from the list of contractors.',
      ({ contractors }) => ({ href: contractors, text: 'Contractors' }),
    );
  }
}

/** Thrown when an onboarding was removed while somebody worked on it. */
export class OnboardingRemovedError extends PageError {
  constructor() {
    super(
      410,
      'This onboarding was removed',
      'Somebody removed it meanwhile, in another tab perhaps. Nothing was saved.',
      'Start another from the list of onboardings.',
    );
  }
}

/** What a contractor is told who followed a link of ours to nothing. */
export class UnknownLinkError extends PageError {
  constructor() {
    super(
      404,
      'This link leads nowhere',
      'No application belongs to it. It may have been cut short on its way to you.',
      'Open the whole link, or ask the platform that invited you for a new one.',
    );
  }
}

/** Thrown at once for what comes while as many pages wait to be made as the app lets wait. */
export class BusyError extends PageError {
  constructor(retryAfterSeconds: number) {
    super(
      503,
      'Too many pages are being made at once',
      'This page was left out so that the others get done. Nothing was saved.',
      `Try again in ${counted(retryAfterSeconds, 'second')}. After a form, go back first: what you typed is still there.`,
    );
  }
}

/** Thrown for a method that an address does not take: pages are opened by GET, and forms are sent by POST. */
export class MethodError extends PageError {
  constructor(method: string) {
    super(
      405,
      'This cannot be done here',
      `This address takes no ${method} request.`,
      'Use the pages and their forms.',
    );
  }
}

/** Thrown when the API gives an application URL on a host that is not configured. */
export class HostNotAllowedError extends PageError {
  constructor(message: string, { applicationHosts }: Pick<SiteWords, 'applicationHosts'>) {
    super(
      502,
      'The application URL is on an unexpected host',
      message,
      `If you trust this host, add it to ${applicationHosts} and start again.`,
    );
  }
}
