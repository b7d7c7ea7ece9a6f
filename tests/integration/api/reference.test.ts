import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { allEndpoints } from '../../../src/contracts/api/index.ts';
import { useTestApi } from './support/api.ts';

const api = useTestApi();

interface Operation { operationId: string; security: Record<string, string[]>[]; responses: Record<string, { content?: Record<string, unknown> }>; parameters?: { name: string; in: string }[] }
interface Document { openapi: string; paths: Record<string, Record<string, Operation>> }
const read = async (): Promise<Document> => (await (await api.fetch('/api/v1/openapi.json')).json()) as Document;

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const document = await read();
    const result = await new Validator().validate({ ...document });
    expect(result).toMatchObject({ valid: true });
    expect(document.openapi).toBe('3.1.0');
  });

  it('describes every endpoint with its access and problem+json', async () => {
    const { paths } = await read();
    for (const endpoint of allEndpoints) {
      const operation = paths[endpoint.path.replaceAll(/:(\w+)/g, '{$1}')]?.[endpoint.method];
      expect({ path: endpoint.path, isThere: operation !== undefined }).toEqual({ path: endpoint.path, isThere: true });
      expect(operation?.responses['default']?.content).toHaveProperty(['application/problem+json']);
      const schemes = (operation?.security ?? []).flatMap((scheme) => Object.entries(scheme));
      const expected = endpoint.access.kind !== 'staff' ? [] : [['session', []], ...(endpoint.access.scope ? [['apiKey', [endpoint.access.scope]]] : [])];
      expect(schemes).toEqual(expected);
    }
    const ids = Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
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
