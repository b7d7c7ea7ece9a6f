import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allEndpoints } from '../../../src/contracts/api/index.ts';
import { useTestApi } from './support/api.ts';

const api = useTestApi();

const operation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string() })).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })),
});
const document = z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), operation)) });
const read = async () => document.parse(await (await api.fetch('/api/v1/openapi.json')).json());

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const given = await read();
    const result = await new Validator().validate({ ...given });
    expect(result).toMatchObject({ valid: true });
    expect(given.openapi).toBe('3.1.0');
  });

  it('describes every endpoint with its access and problem+json', async () => {
    const { paths } = await read();
    for (const endpoint of allEndpoints) {
      const described = paths[endpoint.path.replaceAll(/:(\w+)/g, '{$1}')]?.[endpoint.method];
      expect({ path: endpoint.path, isThere: described !== undefined }).toEqual({ path: endpoint.path, isThere: true });
      expect(described?.responses['default']?.content).toHaveProperty(['application/problem+json']);
      const schemes = (described?.security ?? []).flatMap((scheme) => Object.entries(scheme));
      const expected =
        endpoint.access.kind === 'public' || endpoint.access.kind === 'link'
          ? []
          : [
              ['session', []],
              ...(endpoint.access.kind === 'staff' && endpoint.access.scope
                ? [['apiKey', [endpoint.access.scope]]]
                : []),
            ];
      expect(schemes).toEqual(expected);
    }
    const ids = Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('promises a repeat with an Idempotency-Key only where the first answer is kept', async () => {
    const { paths } = await read();
    const promised = Object.values(paths)
      .flatMap((item) => Object.values(item))
      .filter(({ parameters }) => parameters?.some(({ name }) => name === 'Idempotency-Key'))
      .map(({ operationId }) => operationId);
    expect(promised).toEqual(expect.arrayContaining(['startOnboarding', 'createPerson', 'resumeConnection']));
    const secrets = ['rotateSecret', 'rotateOutboundAddress', 'connectSalesforce', 'createApiKey', 'openMyTask'];
    const others = ['createSession', 'requestSignIn', 'renewTaskLink', 'unsubscribe'];
    expect(promised.filter((id) => [...secrets, ...others].includes(id))).toEqual([]);
  });

  it('can be read as a page that needs nothing from elsewhere', async () => {
    const page = await api.fetch('/api/docs');
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain('/tasks/{subjectId}/complete');
    expect(html).not.toMatch(/<script|https?:\/\/(?!localhost)/);
    expect((await api.fetch('/api/docs/style.css')).headers.get('content-type')).toContain('text/css');
  });
});
