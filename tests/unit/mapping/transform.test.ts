import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromDay } from '../../../src/domain/local-date.ts';
import type { Transform } from '../../../src/domain/mapping/model.ts';
import { carry, carryBack, isInvertible } from '../../../src/domain/mapping/transform.ts';

const dates = fc.integer({ min: 10_000, max: 40_000 }).map(fromDay);
const word = fc.string({ minLength: 1, maxLength: 12 });

describe('a value on its way', () => {
  it('comes back as it was where nothing is lost', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -900, max: 900 }), (date, days) => {
        const transform: Transform = { kind: 'shift_days', days };
        expect(carryBack(transform, carry(transform, date, null), null)).toBe(date);
      }),
    );
    fc.assert(
      fc.property(word, fc.string(), fc.string(), (text, before, after) => {
        const transform: Transform = { kind: 'template', before, after };
        expect(carryBack(transform, carry(transform, text, null), null)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 12 }),
        fc.constantFrom('EUR', 'JPY', 'KWD', null),
        (cents, currency) => {
          const transform: Transform = { kind: 'major_units' };
          expect(carryBack(transform, carry(transform, cents, currency), currency)).toBe(cents);
        },
      ),
    );
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 6 }), (words) => {
        const transform: Transform = {
          kind: 'values',
          values: Object.fromEntries(words.map((key, index) => [key, `v${index}`])),
          otherwise: null,
        };
        expect(isInvertible(transform)).toBe(true);
        for (const key of words) expect(carryBack(transform, carry(transform, key, null), null)).toBe(key);
      }),
    );
  });

  it('is not taken to come back where two values became one, or digits were rounded away', () => {
    expect(isInvertible({ kind: 'values', values: { a: 'x', b: 'x' }, otherwise: null })).toBe(false);
    expect(isInvertible({ kind: 'values', values: { a: 'x' }, otherwise: 'y' })).toBe(false);
    expect(isInvertible({ kind: 'scale', by: 0.01, decimals: 0 })).toBe(false);
  });

  it('stays empty when it is empty, whatever would be done to it', () => {
    const transforms: Transform[] = [
      { kind: 'none' },
      { kind: 'shift_days', days: 3 },
      { kind: 'values', values: {}, otherwise: 'x' },
      { kind: 'template', before: 'a', after: 'b' },
      { kind: 'scale', by: 2, decimals: 0 },
      { kind: 'major_units' },
    ];
    for (const transform of transforms)
      for (const empty of [null, '']) {
        expect(carry(transform, empty, 'EUR')).toBeNull();
        expect(carryBack(transform, empty, 'EUR')).toBeNull();
      }
  });

  it('is scaled, rounded, and put into units of its currency', () => {
    expect(carry({ kind: 'scale', by: 0.01, decimals: 2 }, 87, null)).toBe(0.87);
    expect(carry({ kind: 'scale', by: 1, decimals: 0 }, '12.6', null)).toBe(13);
    expect(carry({ kind: 'major_units' }, 12_345, 'EUR')).toBe(123.45);
    expect(carry({ kind: 'major_units' }, 12_345, 'JPY')).toBe(12_345);
  });

  it('is nothing where it is no value of that kind', () => {
    expect(carry({ kind: 'shift_days', days: 1 }, 'next week', null)).toBeNull();
    expect(carry({ kind: 'scale', by: 2, decimals: 0 }, 'many', null)).toBeNull();
    expect(carryBack({ kind: 'template', before: 'ID-', after: '' }, 'X-1', null)).toBeNull();
    expect(carry({ kind: 'values', values: { a: 'b' }, otherwise: null }, 'toString', null)).toBeNull();
  });
});
