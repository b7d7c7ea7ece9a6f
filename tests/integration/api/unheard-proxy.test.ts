import { expect, it } from 'vitest';
import { useTestApi } from './support/api.ts';

const api = useTestApi(() => ({ trustProxy: 0 }));

it('a proxy that nobody told us of is told of in the log, once', async () => {
  const said = (): object[] => api.logged.filter((line) => JSON.stringify(line).includes('TRUST_PROXY'));
  await api.fetch('/healthz');
  expect(said()).toEqual([]);
  for (let n = 0; n < 3; n++) await api.fetch('/healthz', { headers: { 'x-forwarded-for': `10.0.0.${n}` } });
  expect(said()).toHaveLength(1);
});
