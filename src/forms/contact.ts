import { domainToASCII } from 'node:url';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import { numberText, plainText } from '../../lib/text';
import { textUpTo } from './form';

/** The longest address that mail can be sent to (RFC 5321). */
const LONGEST_EMAIL = 254;

/**
 * An email address as it is pasted or typed. A domain in letters of any language becomes its `xn--` form: that is what
 * browsers send for a field of type email, what mail goes to, and one spelling for each address.
 */
export function emailText(text: string): string {
  const plain = plainText(text);
  const [, local, domain] = /^(.*)@([^@]*[^\0-\x7f][^@]*)$/s.exec(plain) ?? [];
  // Only what can be a name: of `a/b`, domainToASCII would silently keep `a`.
  if (!domain || !/^[\p{L}\p{M}\p{N}.。｡-]+$/u.test(domain)) return plain;
  return `${local}@${domainToASCII(domain) || domain}`;
}

/** HTML's own rule for an email address ("valid e-mail address"), as the browser checks it. */
const htmlEmail = z.email({
  pattern: z.regexes.html5Email,
  error: 'Enter an email address, like name@example.com',
});

const PLAIN_NAME =
  'The part before the @ can have only letters from a to z, digits, and signs such as . _ - +';

/** An email address that has to be there. */
export const requiredEmail = (missing: string) =>
  z
    .string()
    .min(1, missing)
    .transform(emailText)
    .pipe(z.string().regex(/^[\0-\x7f]*(@|$)/, PLAIN_NAME))
    .pipe(htmlEmail)
    .pipe(textUpTo(LONGEST_EMAIL));

/**
 * A phone number as the API's documentation writes it, such as `415-474-9088`, and one of another country as it is
 * dialled from anywhere, `+44 20 7946 0018`; an extension follows as `ext. 12`. Without a country code it is taken to be
 * of the United States. Null: not a number that can be dialled.
 */
export function phoneText(text: string): string | null {
  const typed = numberText(text).replace(/^tel:/i, '');
  const phone = parsePhoneNumberFromString(typed, { defaultCountry: 'US', extract: false });
  if (!phone?.isValid()) return null;
  const { countryCallingCode, nationalNumber, ext } = phone;
  const number =
    countryCallingCode === '1'
      ? nationalNumber.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3')
      : phone.formatInternational({ formatExtension: (withoutExtension) => withoutExtension });
  return ext ? `${number} ext. ${ext}` : number;
}

/** A phone number that may be left out; left out it is undefined. */
export const optionalPhone = () =>
  z.string().transform((text, context) => {
    if (text === '') return undefined;
    const phone = phoneText(text);
    if (phone !== null) return phone;
    context.addIssue({ code: 'custom', message: PHONE_TEXT });
    return z.NEVER;
  });

const PHONE_TEXT =
  'Enter a phone number with its area code, like 415-474-9088, or with its country code, like +44 20 7946 0018';
