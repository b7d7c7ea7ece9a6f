/** Several calls in one, where later ones may name what earlier ones gave. Each is done by itself: there is no `allOrNone`. */
import { z } from 'zod';
import { type Answer, ApiFailure, jsonError } from './answers.ts';
import type { ApiCall, Route } from './routes.ts';

const mostCalls = 25;

const compositeSchema = z.object({
  allOrNone: z.literal(false).default(false),
  compositeRequest: z
    .array(
      z.object({
        method: z.string(),
        url: z.string(),
        referenceId: z.string().regex(/^\w+$/),
        body: z.unknown().optional(),
      }),
    )
    .max(mostCalls),
});

export const compositeRoutes: Route[] = [
  {
    method: 'POST',
    path: 'composite',
    async handle(call) {
      const asked = compositeSchema.safeParse(call.body);
      if (!asked.success)
        throw jsonError(`up to ${mostCalls} calls with method, url and referenceId are expected, without allOrNone`);
      const answers = new Map<string, Answer>();
      for (const { method, url, referenceId, body } of asked.data.compositeRequest) {
        const path = pathOf(withReferences(url, answers), call);
        const given: unknown =
          body === undefined ? undefined : JSON.parse(withReferences(JSON.stringify(body), answers));
        answers.set(referenceId, await call.again({ method, path, body: given }));
      }
      return {
        status: 200,
        body: {
          compositeResponse: [...answers].map(([referenceId, { status, body = null, headers = {} }]) => ({
            body,
            httpHeaders: headers,
            httpStatusCode: status,
            referenceId,
          })),
        },
        written: [...answers.values()].flatMap(({ written = [] }) => written),
      };
    },
  },
];

const pathOf = (url: string, { version }: ApiCall): string => {
  const prefix = `/services/data/v${version}/`;
  if (!url.startsWith(prefix)) throw jsonError(`The url ${url} has to begin with ${prefix}`);
  return url.slice(prefix.length - 1);
};

/** `@{first.id}` is what the call named `first` gave. */
const withReferences = (text: string, answers: Map<string, Answer>): string =>
  text.replaceAll(/@\{(\w+)\.([\w.[\]]+)\}/g, (_all, referenceId: string, path: string) => {
    let value: unknown = answers.get(referenceId)?.body;
    for (const name of path.split(/[.[\]]+/).filter(Boolean)) value = isObject(value) ? value[name] : undefined;
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    throw new ApiFailure(400, [
      {
        errorCode: 'PROCESSING_HALTED',
        message: `Invalid reference specified. No value for ${path} found in ${referenceId}`,
      },
    ]);
  });

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
