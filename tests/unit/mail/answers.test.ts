import { describe, expect, it } from 'vitest';
import { readReply } from '../../../integrations/email/answers/read-reply.ts';
import { authenticationOf } from '../../../integrations/email/answers/sender.ts';
import { visiblePart } from '../../../integrations/email/answers/visible-part.ts';
import { checkFile, cleanName } from '../../../src/usecases/documents/check-file.ts';
import { attachmentNamed } from '../../../src/api/documents/send-document.ts';
import { taskNumberOf } from '../../../src/usecases/replies/task-number.ts';

// a Friday
const today = '2026-11-20';

describe('the first line of an answer', () => {
  it.each([
    ['Done', { kind: 'complete' }],
    ['Done, thanks!', { kind: 'complete' }],
    ['Hi Ana,\n\nErledigt. Viele Grüße', { kind: 'complete' }],
    ['terminé, merci', { kind: 'complete' }],
    ['Done?', { kind: 'question' }],
    ['Not done yet', { kind: 'comment' }],
    ['noch nicht erledigt', { kind: 'comment' }],
    ['Done with the first part', { kind: 'ambiguous' }],
    ['Done, but not the second page', { kind: 'ambiguous' }],
    ['Done. Not really', { kind: 'ambiguous' }],
    ['Done! Just kidding, not yet', { kind: 'ambiguous' }],
    ['Done. The second half follows tomorrow', { kind: 'ambiguous' }],
    ['Done, thanks but not the second page', { kind: 'ambiguous' }],
    ['Done! Thanks, Ana', { kind: 'complete' }],
    ['blocked: legal has to sign', { kind: 'block', what: 'legal has to sign' }],
    ['blocked: the contract, expected Friday', { kind: 'block', what: 'the contract', expectedOn: '2026-11-27' }],
    ['waiting for legal until 4 December.', { kind: 'block', what: 'legal', expectedOn: '2026-12-04' }],
    [
      'Blocked: the contract, hopefully by 2026-12-01',
      { kind: 'block', what: 'the contract', expectedOn: '2026-12-01' },
    ],
    [
      'Blockiert: warten auf Kai Sommer, voraussichtlich am 4.12.',
      { kind: 'block', what: 'warten auf Kai Sommer', expectedOn: '2026-12-04' },
    ],
    [
      'bloqué : le contrat, prévu pour le 1er décembre',
      { kind: 'block', what: 'le contrat', expectedOn: '2026-12-01' },
    ],
    [
      'bloqueado: el contrato, previsto para el viernes',
      { kind: 'block', what: 'el contrato', expectedOn: '2026-11-27' },
    ],
    ['blocked until Friday', { kind: 'block', what: 'until Friday', expectedOn: '2026-11-27' }],
    ["blocked: what was agreed on Friday's call", { kind: 'block', what: "what was agreed on Friday's call" }],
    ['blocked: nobody answered by 12 November', { kind: 'block', what: 'nobody answered by 12 November' }],
    ['snooze until Friday', { kind: 'snooze', until: '2026-11-27' }],
    ['erinnern am 1.12.', { kind: 'snooze', until: '2026-12-01' }],
    ['snooze until 3/4', { kind: 'snooze', until: null }],
    ['recordar en 2 semanas', { kind: 'snooze', until: '2026-12-04' }],
    [
      'reassign to Ben Ode <ben@acme.example>',
      { kind: 'reassign', to: { name: 'Ben Ode', email: 'ben@acme.example' } },
    ],
    ['It is on its way.', { kind: 'comment' }],
  ])('%j', (visible, reply) => {
    expect(readReply(visible, { locale: 'en', today })).toEqual(reply);
  });

  it.each([
    ['2 done', { number: 2, text: 'done' }],
    ['#2: done', { number: 2, text: 'done' }],
    ['done 2', { number: 2, text: 'done' }],
    ['done', { number: null, text: 'done' }],
    ['snooze until 2026-12-01', { number: null, text: 'snooze until 2026-12-01' }],
  ])('of several tasks: %j', (visible, numbered) => {
    expect(taskNumberOf(visible)).toEqual(numbered);
  });
});

it.each([
  'Mine\n\nOn Fri, 20 Nov 2026 at 09:00, Ana <a@b.example> wrote:\n> done',
  'Mine\n\nAm 20.11.2026 um 09:00 schrieb Ana:\n> erledigt',
  'Mine\n\n-----Original Message-----\nFrom: Ana\ndone',
  'Mine\n\nFrom: Ana\nSent: Friday\nSubject: x\n\ndone',
  'Mine\n\n##- Bitte schreiben Sie über diese Zeile -##\ndone',
  'Mine\n-- \ndone',
])('what is quoted is not the sender’s: %j', (text) => {
  expect(visiblePart(text)).toBe('Mine');
});

describe('who vouches for a sender', () => {
  const from = 'ana@acme.example';
  it.each([
    [['mx.vendor.example; dmarc=pass'], 'authenticated'],
    [['mx.vendor.example; dkim=pass header.d=acme.example'], 'authenticated'],
    [['mx.vendor.example; spf=pass smtp.mailfrom=bounce@acme.example'], 'authenticated'],
    [['mx.vendor.example; spf=pass smtp.mailfrom=mallory@shared.acme.example'], 'unauthenticated'],
    [['mx.vendor.example; dkim=pass header.d=evil.example'], 'unauthenticated'],
    [['mx.vendor.example; dkim=pass header.d=example'], 'unauthenticated'],
    [['mx.vendor.example; dmarc=fail; dkim=pass header.d=acme.example'], 'unauthenticated'],
    [['mx.vendor.example; dmarc=fail', 'mx.vendor.example; dmarc=pass'], 'unauthenticated'],
    [['mx.vendor.example; dmarc=none (dmarc=pass; dmarc=pass)'], 'unauthenticated'],
    [['mx.vendor.example; dkim=pass header.d=acme.example header.b="a+/"'], 'authenticated'],
    [['mx.vendor.example; spf=pass smtp.mailfrom="x; dmarc=pass"@evil.example'], 'unauthenticated'],
    [['mx.vendor.example; spf=pass (of "x); dmarc=pass; ("@evil.example)'], 'unauthenticated'],
    [['mx.vendor.example; spf=pass (a \\); dmarc=pass) smtp.mailfrom=evil.example'], 'unauthenticated'],
    [['mx.vendor.example; dkim=pass header.d=acme.example; spf=fail smtp.mailfrom="x'], 'unknown'],
    [['mx.evil.example; dmarc=pass'], 'unknown'],
    [[], 'unknown'],
  ])('%j', (results, result) => {
    expect(authenticationOf(results, from, 'mx.vendor.example').result).toBe(result);
  });
  it('is nobody where no host is named', () => {
    expect(authenticationOf(['mx.vendor.example; dmarc=pass'], from, null).result).toBe('unknown');
  });
});

describe('a file', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\plan.pdf', 'plan.pdf'],
    ['a\r\nb\u202Efdp.exe', 'abfdp.exe'],
    ['...', 'file'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(116)}.pdf`],
  ])('is called by a clean name: %j', (given, name) => {
    expect(cleanName(given)).toBe(name);
  });
  it.each([
    ['notes.txt', Buffer.from('hello'), true],
    ['notes.txt', Buffer.from([104, 0, 105]), false],
    ['page.html', Buffer.from('<script>'), false],
    ['empty.pdf', Buffer.alloc(0), false],
    ['program.txt', Buffer.from('4d5a90000300000004000000ffff', 'hex'), false],
  ])('is taken for what it is: %s', async (name, bytes, ok) => {
    expect((await checkFile({ name, bytes })).ok).toBe(ok);
  });
  it('cannot break the header it is named in', () => {
    expect(attachmentNamed('a"; x=\\ü\'.pdf')).toBe(
      `attachment; filename="a_; x=__'.pdf"; filename*=UTF-8''a%22%3B%20x%3D%5C%C3%BC%27.pdf`,
    );
  });
});
