import { describe, expect, it, test } from 'vitest';
import { sheetText } from '../../../src/usecases/aboard/sheet-text.ts';
import { readSheet } from '../../../src/usecases/aboard/read-sheet.ts';

describe('only the sign that divides the header divides rows', () => {
  it.each([
    [
      'Customer,Task,Status\nAcme,Set up SSO; test it,Done',
      { Customer: 'Acme', Task: 'Set up SSO; test it', Status: 'Done' },
    ],
    [
      'Kunde;Aufgabe;Zuständig;Status\nAcme;Kickoff;Müller, Anna;erledigt',
      { Kunde: 'Acme', Aufgabe: 'Kickoff', Zuständig: 'Müller, Anna', Status: 'erledigt' },
    ],
    ['Kunde\tAufgabe\nAcme; Beta\tKickoff, Go-live', { Kunde: 'Acme; Beta', Aufgabe: 'Kickoff, Go-live' }],
    [
      '\n"Customer, as\nbilled";Task\nAcme;Kickoff, on site',
      { 'Customer, as\nbilled': 'Acme', Task: 'Kickoff, on site' },
    ],
    ['Customer;Owner (last, first)\nAcme;Müller, Anna', { Customer: 'Acme', 'Owner (last, first)': 'Müller, Anna' }],
  ])('%j', (text, row) => {
    expect(readSheet(text).rows).toEqual([row]);
  });
});

it('names the row that has more than the header has columns, and passes over what is empty', () => {
  expect(readSheet('Customer,Task\nAcme,Kickoff,,\n').rows).toEqual([{ Customer: 'Acme', Task: 'Kickoff' }]);
  expect(() => readSheet('Customer,Task\nAcme,Kickoff\nAcme,Training, day 2\n')).toThrow(
    'line 3 has 3 values, and there are 2 columns. Put a value that has a comma within it into quotation marks.',
  );
  expect(() => readSheet('Customer;Task\nAcme;Training; day 2\n')).toThrow('that has a semicolon within it');
});

const text = 'Kunde;Aufgabe\nMüller;Übergabe – Start\n';
test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16, as a spreadsheet saves Unicode text', Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['windows-1252, as a spreadsheet saves plain CSV', Buffer.from(text.replace('–', '\x96'), 'latin1')],
])('reads %s', (_what, bytes) => {
  expect(readSheet(sheetText(bytes)).rows).toEqual([{ Kunde: 'Müller', Aufgabe: 'Übergabe – Start' }]);
});
