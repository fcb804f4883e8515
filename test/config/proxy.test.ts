import { proxyFor } from '../../src/config/proxy';

const API = 'https://api.1099policy.com/api/v1';
const proxyOf = (target: string, noProxy: string | null = null) =>
  proxyFor(target, { HTTPS_PROXY: 'http://for-https:1', HTTP_PROXY: 'for-http:2', NO_PROXY: noProxy });

describe('the proxy for a URL', () => {
  it('is that for its protocol, asked by http when it does not say how', () => {
    expect(proxyOf(API)).toBe('http://for-https:1');
    expect(proxyOf('http://api.example/')).toBe('http://for-http:2');
    expect(proxyFor(API, { HTTPS_PROXY: null, HTTP_PROXY: 'http://for-http:2', NO_PROXY: null })).toBeNull();
  });

  it.each(['http://localhost:4010', 'http://127.0.0.1', 'https://[::1]:4010', 'http://127.9.9.9:1'])(
    'is none for this machine: %s',
    (target) => expect(proxyOf(target)).toBeNull(),
  );

  it.each([
    '*',
    'api.1099policy.com',
    'API.1099policy.com',
    '1099policy.com',
    '.1099policy.com',
    '*.1099policy.com',
    'localhost, api.1099policy.com',
    'localhost api.1099policy.com',
    'api.1099policy.com:443',
  ])('is none with NO_PROXY=%s', (noProxy) => expect(proxyOf(API, noProxy)).toBeNull());

  it.each([
    '',
    ',',
    'policy.com',
    'i.1099policy.com',
    'api.1099policy.com:80',
    'com.example',
    'xapi.1099policy.com',
  ])('is not left out with NO_PROXY=%s', (noProxy) =>
    expect(proxyOf(API, noProxy)).toBe('http://for-https:1'),
  );

  describe.each(['http://[fe80::1]:4010/', 'http://[FE80:0:0::0001]:4010/api/v1'])('%s', (target) => {
    it.each([
      'fe80::1',
      'FE80:0:0:0:0:0:0:1',
      '[fe80::1]',
      '[fe80:0::1]',
      '[fe80::1]:4010',
      'localhost,fe80::1',
      '*',
    ])('is asked without one with NO_PROXY=%s', (noProxy) => expect(proxyOf(target, noProxy)).toBeNull());

    it.each(['fe80::2', '::1', 'fe80::1:4010', '[fe80::1]:80', '[fe80::1', 'fe80::1%eth0', 'fe80', '1'])(
      'is asked through one with NO_PROXY=%s',
      (noProxy) => expect(proxyOf(target, noProxy)).toBe('http://for-http:2'),
    );
  });

  it('is none for this machine by its address of IPv6, with brackets and without', () => {
    expect(proxyOf('http://[::1]:4010/', '::1')).toBeNull();
    expect(proxyOf('http://[::1]:4010/', '[::1]')).toBeNull();
  });
});
