import { isDiskFull, kindOfFailure } from '../../src/store/failures';

describe('the kind of a failure', () => {
  const sqlite = (errcode: number) => ({ code: 'ERR_SQLITE_ERROR', errcode });
  const code = (text: string) => ({ code: text });

  it.each([
    ['unavailable', [5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26, 261, 2570].map(sqlite)],
    ['content', [18, 19, 20, 25, 2067, 1299].map(sqlite)],
    ['other', [1, 2, 4, 12, 16, 17, 21, 23].map(sqlite)],
    ['unavailable', ['08006', '28P01', '3D000', '40001', '53100', '55P03', '57P01', '58030'].map(code)],
    ['unavailable', ['25006', 'XX001', 'XX002', 'ECONNRESET', 'ENOSPC', 'ERR_INVALID_STATE'].map(code)],
    ['content', ['22021', '23505', '54000'].map(code)],
    ['content', [Object.assign(new Error('too long: “a timeout”'), { code: '22001' })]],
    ['unavailable', [new Error('timeout exceeded when trying to connect')]],
    ['other', [new Error('policy is not open')]],
    ['other', ['42601', '25001', 'XX000', 'ERR_OTHER', '080', '0800600', '225', 'x23505', 'EA'].map(code)],
    [
      'unavailable',
      [new Error('Client was closed and is not queryable'), new Error('driver has already been destroyed')],
    ],
    ['other', [null, 'text', new Error('no'), new AggregateError([])]],
  ])('is %s', (kind, errors) => {
    expect(errors.map(kindOfFailure)).toEqual(errors.map(() => kind));
  });

  it('is a full disk by its codes alone', () => {
    expect([sqlite(13), code('ENOSPC'), code('EDQUOT'), code('53100')].map(isDiskFull)).toEqual(
      Array(4).fill(true),
    );
    expect([sqlite(10), code('ENOSPCX'), code('53200'), undefined].map(isDiskFull)).toEqual(
      Array(4).fill(false),
    );
  });
});
