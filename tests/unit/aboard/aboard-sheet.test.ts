import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOwner, sameName } from '../../../src/domain/aboard.ts';
import { guessColumns, usualDoneWords } from '../../../src/domain/aboard-columns.ts';
import { customerOf, toSheet } from '../../../src/domain/aboard-sheet.ts';
import { openDates, readDate } from '../../../src/domain/sheet-dates.ts';

describe('columns', () => {
  it.each([
    {
      tool: 'Asana',
      headers: [
        'Task ID',
        'Created At',
        'Completed At',
        'Name',
        'Section/Column',
        'Assignee',
        'Assignee Email',
        'Due Date',
        'Projects',
      ],
      guessed: {
        customer: 'Projects',
        task: 'Name',
        doneOn: 'Completed At',
        dueOn: 'Due Date',
        owner: 'Assignee Email',
        startOn: 'Created At',
        status: null,
      },
    },
    {
      tool: 'Rocketlane',
      headers: [
        'Project Name',
        'Customer',
        'Phase',
        'Task Name',
        'Status',
        'Assignees',
        'Start Date',
        'Due Date',
        'Actual Start Date',
        'Actual Due Date',
      ],
      guessed: {
        customer: 'Customer',
        task: 'Task Name',
        status: 'Status',
        doneOn: 'Actual Due Date',
        dueOn: 'Due Date',
        owner: 'Assignees',
        startOn: 'Actual Start Date',
      },
    },
    {
      tool: 'Jira',
      headers: ['Summary', 'Issue key', 'Status', 'Project name', 'Assignee', 'Resolved', 'Due date', 'Created'],
      guessed: {
        customer: 'Project name',
        task: 'Summary',
        status: 'Status',
        doneOn: 'Resolved',
        dueOn: 'Due date',
        owner: 'Assignee',
        startOn: 'Created',
      },
    },
    {
      tool: 'a spreadsheet',
      headers: ['Kunde', 'Aufgabe', 'erledigt'],
      guessed: { customer: 'Kunde', task: 'Aufgabe', status: null, doneOn: null },
    },
  ])('of $tool are guessed', ({ headers, guessed }) => {
    expect(guessColumns(headers)).toMatchObject(guessed);
  });
});

describe('dates', () => {
  it.each([
    ['2026-11-21', '2026-11-21'],
    ['2026-11-21T09:30:00Z', '2026-11-21'],
    ['21.11.2026', '2026-11-21'],
    ['1.2.2026', '2026-02-01'],
    ['21 Nov 2026', '2026-11-21'],
    ['21/Nov/26 9:30 AM', '2026-11-21'],
    ['2026-02-30', null],
    ['Nov 21, 2026', '2026-11-21'],
    ['November 2 2026 9:30 AM', '2026-11-02'],
    ['21.11.2026 09:30', '2026-11-21'],
    ['11/12/2026', null],
    ['soon', null],
    ['', null],
  ])('%s is read as %s', (text, date) => {
    expect(readDate(text)).toBe(date);
  });

  it.each([
    ['day_first', '2026-02-11', null],
    ['month_first', '2026-11-02', '2026-12-31'],
  ] as const)('with slashes are read %s where that is said', (order, open, other) => {
    expect(readDate('11/02/2026', order)).toBe(open);
    expect(readDate('11/2/26 9:30 AM', order)).toBe(open);
    expect(readDate('12/31/2026', order)).toBe(other);
  });

  it.each([
    [['2026-11-21', '', 'soon'], null],
    [['11/02/2026', '12/02/2026'], { sample: '11/02/2026', order: null }],
    [['11/02/2026', '13/02/2026'], { sample: '11/02/2026', order: 'day_first' }],
    [['11/02/2026', '11/13/2026'], { sample: '11/02/2026', order: 'month_first' }],
    [['13/02/2026', '11/13/2026'], { sample: '13/02/2026', order: null }],
  ])('of a column %j tell their order, or leave it open', (values, open) => {
    expect(openDates(values)).toEqual(open);
  });

  it('that were written by us are read back', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
        (date) => {
          const on = date.toISOString().slice(0, 10);
          expect(readDate(on)).toBe(on);
        },
      ),
    );
  });
});

describe('a sheet', () => {
  const columns = {
    customer: 'C',
    task: 'T',
    status: 'S',
    doneOn: 'D',
    dueOn: null,
    owner: 'O',
    startOn: 'B',
    doneWords: usualDoneWords,
    dateOrder: null,
  };

  it('keeps rows by customer, however the name is written, and begins with the earliest', () => {
    const sheet = toSheet(
      [
        { C: 'Acme, Inc.', T: 'Kickoff', S: 'DONE', D: '', O: 'Ana <ana@acme.example>', B: '2026-02-02' },
        { C: 'acme inc', T: 'Import', S: 'to do', D: '2026-03-01', O: 'nobody', B: '2026-01-15' },
        { C: '', T: 'Lost', S: '', D: '', O: '', B: '' },
        { C: 'Beta', T: '', S: '', D: '', O: '', B: '' },
      ],
      columns,
    );
    expect(Object.keys(sheet)).toEqual(['acme inc']);
    expect(customerOf(sheet, ['4711', null, 'ACME Inc'])).toMatchObject({
      kickoffOn: '2026-01-15',
      tasks: [
        { name: 'Kickoff', isDone: true, owner: 'Ana <ana@acme.example>' },
        { name: 'Import', isDone: true, doneOn: '2026-03-01', owner: 'nobody' },
      ],
    });
    expect(customerOf(sheet, ['Beta'])).toBeNull();
    expect(customerOf(null, ['Acme'])).toBeNull();
  });

  it('knows a spreadsheet’s own words for what is done', () => {
    const guessed = guessColumns(['Customer', 'Task', 'State', 'Finished']);
    expect(guessed).toMatchObject({ status: 'State', doneOn: 'Finished' });
    const rows = ['erledigt', 'TERMINÉ', 'hecho', 'offen'].map((State) => ({ Customer: 'Acme', Task: State, State }));
    expect(toSheet(rows, guessed)['acme']?.tasks.map(({ isDone }) => isDone)).toEqual([true, true, true, false]);
  });

  it('begins where nothing says when, on the day on which something was done first', () => {
    const row = (D: string) => ({ C: 'Acme', T: 'Kickoff', S: 'Done', D, O: '', B: '' });
    expect(toSheet([row('2026-03-01'), row('2026-02-09'), row('')], columns)['acme']?.kickoffOn).toBe('2026-02-09');
    expect(toSheet([row('')], columns)['acme']?.kickoffOn).toBeNull();
  });

  it('names what stands for a date and is none, or is one in two ways', () => {
    const row = { C: 'Acme', T: 'Kickoff', S: '', D: '11/02/2026', O: '', B: 'soon' };
    expect(toSheet([row], columns)['acme']).toMatchObject({
      tasks: [{ isDone: false, doneOn: null }],
      unreadDates: ['Kickoff: 11/02/2026', 'Kickoff: soon'],
    });
    const said = toSheet([{ ...row, B: '' }], { ...columns, dateOrder: 'day_first' })['acme'];
    expect(said).toMatchObject({ tasks: [{ isDone: true, doneOn: '2026-02-11' }] });
    expect(said).not.toHaveProperty('unreadDates');
  });

  it('takes the order of dates from the columns that are dates', () => {
    const rows = [{ Task: '13/02/2026', Due: '02/13/2026' }];
    expect(guessColumns(['Customer', 'Task', 'Due'], rows)).toMatchObject({ dueOn: 'Due', dateOrder: 'month_first' });
  });

  it('says nothing of names that are made of signs alone', () => {
    expect(toSheet([{ C: '!!!', T: 'Kickoff', S: '', D: '', O: '', B: '' }], columns)).toEqual({});
  });

  it('keeps each task, whatever its cells hold', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            C: fc.constantFrom('Acme', 'Beta'),
            T: fc.string(),
            S: fc.string(),
            D: fc.string(),
            O: fc.string(),
            B: fc.string(),
          }),
        ),
        (rows) => {
          const kept = Object.values(toSheet(rows, columns)).flatMap(({ tasks }) => tasks);
          expect(kept).toHaveLength(rows.filter(({ T }) => T.trim() !== '').length);
        },
      ),
    );
  });
});

describe('an owner', () => {
  const people = [
    { id: 'ada', name: 'Ada Berg', email: 'ada@acme.example' },
    { id: 'one', name: 'Sam Lee', email: 'sam@acme.example' },
    { id: 'two', name: 'Sam Lee', email: 'sam.lee@acme.example' },
  ];
  it.each([
    ['Ada@Acme.example', 'ada'],
    ['Ada Berg <someone@else.example>', 'ada'],
    ['ada berg', 'ada'],
    ['Nobody, Ada Berg', 'ada'],
    ['Sam Lee', null],
    ['Sam Lee <sam.lee@acme.example>', 'two'],
    ['Nobody', null],
    [null, null],
  ])('written %s is %s', (written, id) => {
    expect(findOwner(written, people)).toBe(id);
  });
});

it('names are the same whatever their case, spaces and punctuation', () => {
  expect(sameName('  Sign-off:  DATA import ')).toBe(sameName('sign off data import'));
  expect(sameName('Café')).toBe(sameName('cafe'));
});
