/** What vendors call: each is mounted where it is configured, before anything else reads bodies. */
import { Router } from 'express';
import { createBounceWebhook } from '../webhooks/email-bounce.ts';
import { createInboundMailWebhook } from '../webhooks/email-inbound.ts';
import { createHubSpotWebhook } from '../webhooks/hubspot.ts';
import { createMailOpens } from '../webhooks/mail-opens.ts';
import { createPostmarkEvents } from '../webhooks/postmark-events.ts';
import { createSalesforceWebhook } from '../webhooks/salesforce.ts';
import { createTrackerWebhooks } from '../webhooks/trackers.ts';
import type { ApiRoleOptions } from './api-role.ts';
import { createPoke } from './notify.ts';

type WebhookOptions = Pick<ApiRoleOptions, 'core' | 'config' | 'publicUrl' | 'logger' | 'secret'>;

export function createWebhooks(
  { core, config, publicUrl, logger, secret }: WebhookOptions,
  slack: Router | null,
): Router {
  const router = Router();
  const { db, clock, registry } = core;
  if (config.hubspot) {
    router.use(
      createHubSpotWebhook({
        db,
        clock,
        logger,
        publicUrl,
        clientSecret: config.hubspot.clientSecret,
        appId: config.hubspot.appId,
        poke: createPoke(db, logger),
        connections: () => registry.connections().filter(({ provider }) => provider === 'hubspot'),
      }),
    );
  }
  router.use(
    createSalesforceWebhook({
      db,
      clock,
      logger,
      poke: createPoke(db, logger),
      organizations: registry.outboundAddresses,
    }),
  );
  if (config.mail?.bounceSecret)
    router.use(
      createBounceWebhook({
        db,
        clock,
        logger,
        secret,
        bounceSecret: config.mail.bounceSecret,
        keepsReplies: config.inbound !== null,
      }),
    );
  const tracksOpens = config.mail?.tracksOpens ?? false;
  if (config.mail?.bounceSecret)
    router.use(createPostmarkEvents({ db, clock, logger, bounceSecret: config.mail.bounceSecret, tracksOpens }));
  router.use(createMailOpens({ db, clock, logger, secret, tracksOpens }));
  if (slack) router.use(slack);
  router.use(createTrackerWebhooks({ db, clock, trackers: config.trackers }));
  if (config.inbound) router.use(createInboundMailWebhook({ db, clock, logger, inbound: config.inbound }));
  return router;
}
