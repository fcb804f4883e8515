/** Failures of what this app alone guards by its own settings; a site around the journey has its own. */
import { PageError } from '../pages/page-errors';

/** Thrown when a form was sent from a page that is not ours. */
export class CrossSiteError extends PageError {
  constructor() {
    super(
      403,
      'This request came from another site',
      'Forms are accepted only from pages of this app. Nothing was changed.',
      'Open the page here and send the form again. If the app is behind a proxy or tunnel, set PUBLIC_URL to its address.',
    );
  }
}

/** Thrown when a form comes without the cookie of an https address, and without the proxy's word on https. */
export class UnknownProtocolError extends PageError {
  constructor() {
    super(
      400,
      'The proxy does not say that you use https',
      'PUBLIC_URL begins with https, but this request came without the header X-Forwarded-Proto: https, and without the cookie that browsers keep by https alone. Nothing was changed.',
      'Let the proxy or tunnel before the app send that header. If you use no https, set PUBLIC_URL to the http address.',
    );
  }
}

/** Thrown when the Host header is none of the configured addresses. */
export class RefusedHostError extends PageError {
  constructor() {
    super(
      421,
      'Unexpected address',
      'The app was asked for under a host name that it does not know.',
      'Use the address printed at the start, or set PUBLIC_URL to the address you use.',
    );
  }
}
