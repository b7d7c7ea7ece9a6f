import { expect, test } from 'vitest';
import { readSheet } from '../../../src/usecases/aboard/read-sheet.ts';

test.each([
  [
    'Customer,Task\nAcme,Kickoff\n\n"Acme,Training\nAcme,Go-live\n',
    'the row that begins in line 4 opens a quotation mark',
  ],
  ['Customer,Task\r\n"Ac\r\nme",Kickoff\r\nÄcme,"Training\r\n', 'the row that begins in line 4 opens a quotation mark'],
  ['Customer,Task\nAcme,The "big" day\n', 'line 2 has a quotation mark within a value'],
  ['Customer,Task\nAcme,Kickoff\nAcme,"The "big" day"\n', 'line 3 has a quotation mark within a value'],
])('a broken sheet is answered with its line and in words: %j', (text, words) => {
  expect(() => readSheet(text)).toThrow(`This is no CSV table: ${words}`);
});
