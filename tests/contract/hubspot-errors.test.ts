import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createHubSpot } from '../../integrations/hubspot/client.ts';
import { describeFailure, untilMidnightMs } from '../../integrations/hubspot/errors.ts';
import { type AppError, isAppError } from '../../src/errors.ts';
import { recordingGate, silent } from './sandbox-server.ts';

let servers: Server[] = [];
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  servers = [];
});

/** The client against a server that answers everything the same way. */
async function against(listener: RequestListener, timeoutMs = 20_000, patienceMs = 0) {
  let calls = 0;
  let open = 0;
  const started = createServer((request, response) => {
    calls += 1;
    request.resume();
    request.once('end', () => listener(request, response));
  });
  started.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
  });
  servers.push(started);
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(started.address() satisfies AddressInfo | string | null);
  const gate = recordingGate();
  const crm = createHubSpot({
    token: 'pat-na1-x',
    baseUrl: `http://127.0.0.1:${port}`,
    accountId: '1',
    gate,
    logger: silent,
    timeoutMs,
    patienceMs,
  });
  return { crm, gate, calls: () => calls, open: () => open };
}

const answering =
  (
    status: number,
    body: string | null,
    headers: Record<string, string> = { 'content-type': 'application/json;charset=utf-8' },
  ): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body ?? undefined);
  };
const failureOf = async (promise: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isAppError(error)) throw new Error(`Expected an AppError, got ${String(error)}`);
  return error;
};

const said = (more: Record<string, unknown>) =>
  JSON.stringify({ status: 'error', message: 'why', correlationId: 'aeb5f871-7f07-4993-9211-075dc63e7cbf', ...more });

describe('HubSpot failures', () => {
  it.each([
    ['401', 401, said({ category: 'INVALID_AUTHENTICATION' }), 'crm_revoked', null],
    ['401 for an expired token', 401, said({ category: 'EXPIRED_AUTHENTICATION' }), 'crm_revoked', null],
    ['404', 404, said({}), 'crm_not_found', null],
    ['423', 423, said({}), 'crm_unavailable', 2_000],
    ['477 of an account that moves', 477, said({}), 'crm_unavailable', 3_600_000],
    ['500', 500, said({}), 'crm_unavailable', 5_000],
    ['502', 502, said({}), 'crm_unavailable', 5_000],
    ['504', 504, said({}), 'crm_unavailable', 5_000],
    ['521 of the edge', 521, said({}), 'crm_unavailable', 5_000],
    ['524 of the edge', 524, said({}), 'crm_unavailable', 5_000],
    ['409', 409, said({ category: 'CONFLICT' }), 'crm_rejected', null],
  ] as const)('%s', async (_name, status, body, code, retryAfterMs) => {
    const { crm, calls, gate } = await against(answering(status, body));
    const error = await failureOf(crm.listStages());
    expect(error.code).toBe(code);
    expect(error.retryAfterMs ?? null).toBe(retryAfterMs);
    expect(error.message).toContain('why');
    expect(error.cause).toBeInstanceOf(Error);
    expect(error.details['correlationId']).toBe('aeb5f871-7f07-4993-9211-075dc63e7cbf');
    // no retries but Temporal's: one call, charged once
    expect(calls()).toBe(1);
    expect(gate.acquired).toEqual(['burst']);
    expect(gate.blocked).toEqual([]);
  });

  it.each(['requiredGranularScopes', 'requiredScopes'])('403 names the scopes that are missing: %s', async (key) => {
    const { crm } = await against(
      answering(
        403,
        said({
          category: 'MISSING_SCOPES',
          errors: [
            {
              message: 'One or more of the following scopes are required.',
              context: { [key]: ['crm.objects.deals.read'] },
            },
          ],
        }),
      ),
    );
    const error = await failureOf(crm.listStages());
    expect(error.code).toBe('crm_forbidden');
    expect(error.message).toContain('crm.objects.deals.read');
    expect(error.details['requiredScopes']).toEqual(['crm.objects.deals.read']);
  });

  it('keeps what the server says about waiting', async () => {
    const { crm } = await against(
      answering(503, said({}), { 'content-type': 'application/json', 'retry-after': '17' }),
    );
    expect((await failureOf(crm.listStages())).retryAfterMs).toBe(17_000);
  });

  it.each([
    ['an empty 401 without a content type', 401, null, {}, 'crm_revoked'],
    ['a proxy’s page', 502, '<html>Bad gateway</html>', { 'content-type': 'text/html' }, 'crm_unavailable'],
    ['JSON that is cut off', 500, '{"status":', { 'content-type': 'application/json' }, 'crm_unavailable'],
    ['an empty 503', 503, null, {}, 'crm_unavailable'],
  ] as const)('keeps the status of %s', async (_name, status, body, headers, code) => {
    const { crm } = await against(answering(status, body, headers));
    expect((await failureOf(crm.listStages())).code).toBe(code);
  });

  it.each([
    ['a page', '<html>Welcome</html>', 'text/html'],
    ['another form', '{"results":[{"id":5}]}', 'application/json'],
  ])('does not take %s for an answer', async (_name, body, type) => {
    const { crm } = await against(answering(200, body, { 'content-type': type }));
    const error = await failureOf(crm.listStages());
    expect(error.code).toBe('crm_unavailable');
    expect(error.message).toContain('unexpected form');
  });

  it('ends a call that is never answered, and its connection', async () => {
    const { crm, open } = await against(() => undefined, 150);
    const error = await failureOf(crm.listStages());
    expect(error.code).toBe('crm_unavailable');
    expect(error.message).toContain('no answer within 0.15 s');
    await expect.poll(open).toBe(0);
  });

  it('ends a call that trickles', async () => {
    const { crm } = await against((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const trickle = setInterval(() => response.write(' '), 40);
      response.once('close', () => clearInterval(trickle));
    }, 150);
    expect((await failureOf(crm.listStages())).message).toContain('no answer within');
  });

  it('a connection that is cut or refused can be tried again', async () => {
    const { crm } = await against((_request, response) => void response.socket?.destroy());
    expect((await failureOf(crm.listStages())).code).toBe('crm_unavailable');
    const nobody = createHubSpot({
      token: 'pat-na1-x',
      baseUrl: 'http://127.0.0.1:1',
      accountId: '1',
      gate: recordingGate(),
      logger: silent,
    });
    const error = await failureOf(nobody.listStages());
    expect(error.code).toBe('crm_unavailable');
    expect(error.message).toContain('ECONNREFUSED');
  });
});

describe('patience', () => {
  const stages = JSON.stringify({
    results: [
      {
        id: 'default',
        label: 'Sales',
        displayOrder: 0,
        archived: false,
        createdAt: '2024-01-01T00:00:00Z',
        updatedAt: '2024-01-01T00:00:00Z',
        stages: [],
      },
    ],
  });

  it('tries a read again, each time charged, and no longer than it is given', async () => {
    let failures = 1;
    const { crm, gate, calls } = await against(
      (request, response) => (failures-- > 0 ? answering(500, said({})) : answering(200, stages))(request, response),
      20_000,
      3_400,
    );
    expect(await crm.listStages()).toEqual([]);
    expect(calls()).toBe(2);
    expect(gate.acquired).toEqual(['burst', 'burst']);
    failures = Number.POSITIVE_INFINITY;
    expect((await failureOf(crm.readFields('deal', ['1'], ['dealname']))).code).toBe('crm_unavailable');
    // after half a second, and a second more; another two would be too long
    expect(calls()).toBe(2 + 3);
  });

  it('never tries again what writes, or what was refused for good', async () => {
    const refusing = await against(answering(401, said({})), 20_000, 3_400);
    expect((await failureOf(refusing.crm.listStages())).code).toBe('crm_revoked');
    expect(refusing.calls()).toBe(1);
    const paths: string[] = [];
    const failing = await against(
      (request, response) => {
        paths.push(`${request.method} ${request.url}`);
        return (
          request.url?.includes('/batch/read')
            ? answering(
                200,
                JSON.stringify({
                  status: 'COMPLETE',
                  results: [],
                  startedAt: '2024-01-01T00:00:00Z',
                  completedAt: '2024-01-01T00:00:00Z',
                }),
              )
            : answering(500, said({}))
        )(request, response);
      },
      20_000,
      3_400,
    );
    expect(
      (await failureOf(failing.crm.ensureNote({ key: 'k', dealId: '1', body: 'b', at: '2026-01-01T00:00:00.000Z' })))
        .code,
    ).toBe('crm_unavailable');
    expect(paths.filter((path) => path === 'POST /crm/v3/objects/notes')).toHaveLength(1);
  });
});

describe('HubSpot’s limits', () => {
  const limited = (policyName: string | undefined, message: string, headers: Record<string, string> = {}) =>
    answering(429, said({ message, errorType: 'RATE_LIMIT', ...(policyName && { policyName }) }), {
      'content-type': 'application/json',
      ...headers,
    });

  it('the ten-second limit holds everybody back, at first for a part of its interval', async () => {
    const { crm, gate, calls } = await against(
      limited('TEN_SECONDLY_ROLLING', 'You have reached your ten_secondly_rolling limit.', {
        'x-hubspot-ratelimit-interval-milliseconds': '10000',
      }),
    );
    const error = await failureOf(crm.listStages());
    expect(error).toMatchObject({ code: 'crm_throttled', retryAfterMs: 2_000 });
    expect(gate.blocked).toEqual([{ limitClass: 'burst', ms: 2_000 }]);
    expect(calls()).toBe(1);
  });

  it('the search limit holds back searches alone, for a second', async () => {
    const stages = JSON.stringify({
      results: [
        {
          id: 'default',
          label: 'Sales',
          displayOrder: 0,
          archived: false,
          createdAt: '2024-01-01T00:00:00Z',
          updatedAt: '2024-01-01T00:00:00Z',
          stages: [],
        },
      ],
    });
    const { crm, gate } = await against((request, response) =>
      (request.url?.includes('/search')
        ? limited(undefined, 'You have reached your secondly limit.')
        : answering(200, stages))(request, response),
    );
    const error = await failureOf(crm.searchDeals('acme'));
    expect(error).toMatchObject({ code: 'crm_throttled', retryAfterMs: 1_000 });
    expect(gate.acquired).toEqual(['search']);
    expect(gate.blocked).toEqual([{ limitClass: 'search', ms: 1_000 }]);
  });

  it('the daily limit holds back until midnight in the account’s zone, or an hour where that is unknown', async () => {
    const { crm, gate } = await against(limited('DAILY', 'You have reached your daily limit.'));
    expect(await failureOf(crm.listStages())).toMatchObject({ code: 'crm_throttled', retryAfterMs: 3_600_000 });
    expect(gate.blocked).toEqual([{ limitClass: 'daily', ms: 3_600_000 }]);
    const nowMs = Date.parse('2026-03-01T22:30:00Z');
    expect(untilMidnightMs(nowMs, 'UTC')).toBe(1.5 * 3_600_000);
    expect(untilMidnightMs(nowMs, 'America/New_York')).toBe(6.5 * 3_600_000);
    expect(untilMidnightMs(nowMs, 'Asia/Kathmandu')).toBe((24 - 4.25) * 3_600_000);
    const { block } = describeFailure(
      { code: 429, body: { policyName: 'DAILY' }, headers: {} },
      { limitClass: 'burst', doing: 'reading', nowMs, timezone: 'UTC' },
    );
    expect(block).toEqual({ limitClass: 'daily', ms: 1.5 * 3_600_000 });
  });

  it('two connections never share a limiter', async () => {
    const one = await against(answering(500, said({})));
    const first = one.gate;
    const second = recordingGate();
    createHubSpot({ token: 'another', baseUrl: 'http://127.0.0.1:1', accountId: '2', gate: second, logger: silent });
    await Promise.all(Array.from({ length: 20 }, () => failureOf(one.crm.readFields('deal', ['1'], ['dealname']))));
    expect(first.acquired.length).toBe(20);
    expect(one.calls()).toBe(20);
    expect(second.acquired).toEqual([]);
  });
});

describe('values that HubSpot refuses', () => {
  it('are named from the list in the message, or from the errors', () => {
    const problems = [
      {
        isValid: false,
        message: 'Property "foo" does not exist',
        error: 'PROPERTY_DOESNT_EXIST',
        name: 'foo',
        localizedErrorMessage: 'Property "foo" does not exist',
        portalId: 3_855_728,
      },
    ];
    const context = { limitClass: 'burst', doing: 'writing deals', nowMs: 0, timezone: null } as const;
    const listed = describeFailure(
      {
        code: 400,
        body: { message: `Property values were not valid: ${JSON.stringify(problems)}`, category: 'VALIDATION_ERROR' },
        headers: {},
      },
      context,
    );
    expect(listed.error).toMatchObject({
      code: 'crm_rejected',
      details: { field: 'foo', problems: [{ field: 'foo', code: 'PROPERTY_DOESNT_EXIST' }] },
    });
    const detailed = describeFailure(
      {
        code: 400,
        body: {
          message: 'no',
          errors: [{ message: 'is odd', code: 'INVALID_OPTION', context: { propertyName: ['bar'] } }],
        },
        headers: {},
      },
      context,
    );
    expect(detailed.error).toMatchObject({ code: 'crm_rejected', details: { field: 'bar' } });
    expect(describeFailure({ code: 400, body: 'Bad request', headers: {} }, context).error).toMatchObject({
      code: 'crm_rejected',
      details: { field: null },
    });
  });
});
