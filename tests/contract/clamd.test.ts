import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClamav } from '../../integrations/clamav/client.ts';
import { checkFiles } from '../../src/usecases/documents/keep-files.ts';
import { type Clamd, eicar, marked, startClamd } from '../support/clamd.ts';

let clamd: Clamd;
beforeAll(async () => {
  clamd = await startClamd({ maxMegabytes: 1 });
}, 400_000);
afterAll(() => clamd.stop());
const scanner = () => createClamav(clamd);

it('finds what a real clamd knows, whole or deep inside, and nothing else', async () => {
  expect(await scanner().scan(eicar)).toMatchObject({ isClean: false, found: expect.stringContaining('Eicar-Test') });
  const deep = Buffer.concat([Buffer.alloc(300_000, 'x'), marked, Buffer.alloc(300_000, 'y')]);
  expect(await scanner().scan(deep)).toMatchObject({
    isClean: false,
    found: expect.stringContaining('Gangway-Test-Marker'),
  });
  expect(await scanner().scan(Buffer.alloc(600_000, 'z'))).toEqual({ isClean: true, found: null });
  expect(await scanner().scan(Buffer.alloc(0))).toEqual({ isClean: true, found: null });
});

it('keeps the clean of several files, and says what was in the other', async () => {
  const checked = await checkFiles(scanner(), [
    { name: 'plan.txt', bytes: Buffer.from('harmless') },
    { name: 'eicar.txt', bytes: eicar },
  ]);
  expect(checked.kept).toMatchObject([{ name: 'plan.txt', isScanned: true }]);
  expect(checked.refused).toMatchObject([{ name: 'eicar.txt', reason: expect.stringContaining('Eicar-Test') }]);
});

it('never takes for clean what is longer than clamd reads', async () => {
  await expect(scanner().scan(Buffer.alloc(3 * 1024 * 1024, 'x'))).rejects.toMatchObject({
    code: 'scanner_unavailable',
  });
});

it('says which version answers', async () => {
  expect(await scanner().check()).toMatchObject([{ ok: true, detail: expect.stringContaining('ClamAV') }]);
});
