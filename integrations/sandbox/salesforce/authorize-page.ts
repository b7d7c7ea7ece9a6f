/** Where a person lets the app in: Salesforce asks them, here whoever is asked says yes. */
import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { SalesforceApp } from './oauth.ts';

/** by code, each for one exchange */
export type GivenCodes = Map<string, { redirectUri: string; challenge: string | null; until: number }>;

const codeLifeMs = 15 * 60_000;

export const authorizePage =
  (app: SalesforceApp, codes: GivenCodes): RequestHandler =>
  (request: Request, response: Response) => {
    const asked = z
      .object({
        response_type: z.string().default(''),
        client_id: z.string().default(''),
        redirect_uri: z.string().default(''),
        state: z.string().optional(),
        code_challenge: z.string().optional(),
      })
      .parse(request.query);
    if (asked.client_id !== app.clientId || !app.callbackUrls?.includes(asked.redirect_uri)) {
      const isUnknown = asked.client_id !== app.clientId;
      response
        .status(400)
        .type('text')
        .send(
          isUnknown
            ? 'error=invalid_client_id&error_description=client%20identifier%20invalid'
            : 'error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration',
        );
      return;
    }
    const target = new URL(asked.redirect_uri);
    if (asked.response_type === 'code') {
      const code = `aPrx${randomBytes(40).toString('base64url')}`;
      codes.set(code, {
        redirectUri: asked.redirect_uri,
        challenge: asked.code_challenge ?? null,
        until: Date.now() + codeLifeMs,
      });
      target.searchParams.set('code', code);
    } else target.searchParams.set('error', 'unsupported_response_type');
    if (asked.state !== undefined) target.searchParams.set('state', asked.state);
    response.redirect(302, target.toString());
  };
