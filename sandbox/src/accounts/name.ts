/** Letters of the alphabet, digits and dashes; a folder is named so. */
const name = '[a-z\\d][a-z\\d-]{0,39}';
const validName = new RegExp(`^${name}$`);
const accountKey = new RegExp(`^t9s?k_test_acct_(${name})_[\\w-]+$`, 'i');

export const nameText =
  'The name of an account is 1 to 40 letters (a to z), digits and dashes, and begins with a letter or digit.';

/** Names are written in either case and mean the same, as folders do on some machines; undefined when it is none. */
export function readAccountName(text: string): string | undefined {
  const lower = text.toLowerCase();
  return validName.test(lower) ? lower : undefined;
}

/** Whether it asks for an account of its own, rightly or not. */
export const isAccountKey = (key: string): boolean => /^t9s?k_test_acct(_|$)/i.test(key);

/** The account that a key `t9k_test_acct_NAME_…` opens; undefined for any other key. */
export const accountOfKey = (key: string | undefined): string | undefined =>
  accountKey.exec(key ?? '')?.[1]?.toLowerCase();
