import { describe, expect, it } from 'vitest';
import { isConnectionLost, whileDatabaseRestarts } from '../../../src/db/connection-lost.ts';

const failure = (code: string): Error => Object.assign(new Error('no'), { code });

describe('a database that restarts', () => {
  it.each(['57P01', '57P03', '08006', 'ECONNREFUSED'])('is known by %s', (code) => {
    expect(isConnectionLost(failure(code))).toBe(true);
  });
  it.each(['23505', '40P01', '42601', '57014'])('is not meant by %s', (code) => {
    expect(isConnectionLost(failure(code))).toBe(false);
  });

  it('is asked again until it is back', async () => {
    const answers = [failure('57P03'), new Error('Connection terminated unexpectedly')];
    const ask = () => {
      const error = answers.shift();
      return error ? Promise.reject(error) : Promise.resolve('here');
    };
    await expect(whileDatabaseRestarts(ask)).resolves.toBe('here');
  });

  it('is not asked again about a statement that it refused, nor for ever', async () => {
    await expect(whileDatabaseRestarts(() => Promise.reject(failure('42601')))).rejects.toMatchObject({
      code: '42601',
    });
    await expect(whileDatabaseRestarts(() => Promise.reject(failure('57P03')), 0)).rejects.toMatchObject({
      code: '57P03',
    });
  });
});
