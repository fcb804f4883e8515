import type { ApiError } from '../src/api/errors';
import { faultsOfHeader } from '../src/api-faults/header';

test.each([
  ['127.0.0.1', 503],
  ['127.8.9.1', 503],
  ['::1', 503],
  ['::ffff:127.0.0.1', 503],
  ['192.168.1.7', 403],
  ['::ffff:10.0.0.2', 403],
  ['2001:db8::1', 403],
  [undefined, 403],
])('a header with faults is taken from this machine alone: %s', (remoteAddress, status) => {
  const req = {
    get: () => 'error; status=503',
    socket: { remoteAddress },
  } as unknown as Parameters<typeof faultsOfHeader>[0];
  const seen = () => {
    try {
      return (faultsOfHeader(req)?.faults[0] as { status: number }).status;
    } catch (error) {
      return (error as ApiError).status;
    }
  };
  expect(seen()).toBe(status);
});
