/** Whether it is an address that can be called, without a name and a password in it. */
export function isHookUrl(value: unknown): boolean {
  if (typeof value !== 'string' || /\s/.test(value) || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** Whether it is a secret as Standard Webhooks have it: `whsec_`, and 24 to 64 bytes as base64. */
export function isHookSecret(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  const bytes = Buffer.from(base64, 'base64').length;
  return bytes >= 24 && bytes <= 64;
}
