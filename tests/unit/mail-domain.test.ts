import { expect, it } from 'vitest';
import { isSameCompany } from '../../src/domain/mail-domain.ts';

it.each([
  ['ana@acme.example', 'bo@ACME.example', true],
  ['ana@acme.example', 'bo@it.acme.example', false],
  ['ana@gmail.com', 'bo@gmail.com', false],
  ['ana@yahoo.co.uk', 'bo@yahoo.co.uk', false],
  ['ana@gmx.net', 'bo@gmx.net', false],
  ['ana@live.acme.example', 'bo@live.acme.example', true],
])('%s and %s are of one company: %s', (one, other, expected) => {
  expect(isSameCompany(one, other)).toBe(expected);
});
