import { createServer } from 'node:http';
import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { asks, host, salesforce, session, signsIn, useVendorAnswers } from './salesforce-vendor.ts';

useVendorAnswers();

const refuses = (status: number, body: nock.Body, headers: Record<string, string> = {}): nock.Scope => {
  signsIn();
  return nock(host).get(asks(/./)).reply(status, body, headers);
};
const error = (errorCode: string, message = errorCode) => [{ errorCode, message }];

describe('what Salesforce refuses', () => {
  it.each([
    [400, error('UNABLE_TO_LOCK_ROW'), 'crm_unavailable'],
    [400, error('QUERY_TIMEOUT'), 'crm_unavailable'],
    [400, error('REQUEST_RUNNING_TOO_LONG'), 'crm_unavailable'],
    [400, error('INVALID_QUERY_LOCATOR'), 'crm_unavailable'],
    [400, error('MALFORMED_QUERY', 'unexpected token'), 'crm_rejected'],
    [400, error('INVALID_FIELD', "No such column 'Nope__c' on entity 'Opportunity'."), 'crm_rejected'],
    [403, error('INSUFFICIENT_ACCESS_OR_READONLY'), 'crm_forbidden'],
    [403, error('API_DISABLED_FOR_ORG'), 'crm_revoked'],
    [404, error('NOT_FOUND'), 'crm_not_found'],
    [500, error('UNKNOWN_EXCEPTION'), 'crm_unavailable'],
    [503, error('SERVER_UNAVAILABLE'), 'crm_unavailable'],
    [503, '<html>Down for maintenance</html>', 'crm_unavailable'],
    [420, '', 'crm_unavailable'],
  ])('%i %j becomes %s', async (status, body, code) => {
    refuses(status, body);
    await expect(salesforce().crm.searchDeals('x')).rejects.toMatchObject({ code });
  });

  it('is sent once: nothing below us tries again by itself', async () => {
    refuses(503, error('SERVER_UNAVAILABLE'));
    await expect(salesforce().crm.searchDeals('x')).rejects.toMatchObject({ code: 'crm_unavailable' });
  });

  it('for the day’s calls holds everything back, for too many at once only a moment', async () => {
    refuses(403, error('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'));
    const whole = salesforce();
    await expect(whole.crm.searchDeals('x')).rejects.toMatchObject({ code: 'crm_throttled', retryAfterMs: 900_000 });
    expect(whole.gate.blocked).toEqual([{ limitClass: 'daily', ms: 900_000 }]);
    refuses(403, error('REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'));
    const brief = salesforce();
    await expect(brief.crm.searchDeals('x')).rejects.toMatchObject({ code: 'crm_throttled' });
    expect(brief.gate.blocked).toEqual([{ limitClass: 'burst', ms: 5_000 }]);
  });

  it('does not count as an answer where it has another form', async () => {
    refuses(200, '<html>Please sign in to the proxy</html>', { 'content-type': 'text/html' });
    await expect(salesforce().crm.searchDeals('x')).rejects.toMatchObject({
      code: 'crm_unavailable',
      message: expect.stringContaining('unexpected form'),
    });
  });

  it.each(['api-usage=14900/15000', 'per-app-api-usage=1/250(appName=gangway); api-usage=14900/15000'])(
    'leaves the last of the organisation’s calls to others, by %s',
    async (usage) => {
      refuses(200, { totalSize: 0, done: true, records: [] }, { 'sforce-limit-info': usage });
      const { crm, gate } = salesforce();
      await crm.searchDeals('x');
      expect(gate.blocked).toEqual([{ limitClass: 'daily', ms: 900_000 }]);
    },
  );
});

describe('a connection that fails', () => {
  let close: () => void = () => undefined;
  afterEach(() => close());

  /** a real server, since what is tested happens below HTTP */
  const startServer = async (answer: (write: (text: string) => void, cut: () => void) => void): Promise<string> => {
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/services/oauth2')) {
        const { port } = z.object({ port: z.number() }).parse(server.address());
        response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ ...session(), instance_url: `http://127.0.0.1:${port}` }));
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      answer(
        (text) => response.write(text),
        () => request.socket.destroy(),
      );
    });
    close = () => {
      server.closeAllConnections();
      server.close();
    };
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    nock.enableNetConnect('127.0.0.1');
    return `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
  };
  const at = (loginUrl: string, timeoutMs: number) =>
    salesforce({ credentials: { loginUrl, clientId: '3MVG9.consumer', clientSecret: 'consumer-secret' }, timeoutMs })
      .crm;

  it('inside an answer ends that call and nothing else', async () => {
    const url = await startServer((write, cut) => {
      write('{"totalSize":');
      setTimeout(cut, 50);
    });
    await expect(at(url, 5_000).searchDeals('x')).rejects.toMatchObject({ code: 'crm_unavailable' });
  });

  it('by staying silent is given up in time, also after the first words', async () => {
    const url = await startServer((write) => write('{"totalSize":'));
    await expect(at(url, 300).searchDeals('x')).rejects.toMatchObject({
      code: 'crm_unavailable',
      message: expect.stringContaining('no answer in time'),
    });
  });

  it('by refusing names the reason', async () => {
    signsIn();
    nock(host)
      .get(asks(/./))
      .replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    await expect(salesforce().crm.searchDeals('x')).rejects.toMatchObject({
      code: 'crm_unavailable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
