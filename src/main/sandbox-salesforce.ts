/** The sandbox's Salesforce, mounted beside its other servers. */
import { join } from 'node:path';
import { type Express, Router } from 'express';
import {
  createSandboxSalesforce,
  integrationUser,
  sandboxOrganizationId,
} from '../../integrations/sandbox/salesforce/index.ts';
import { createFileStore } from '../../integrations/sandbox/store.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface MountedSalesforce {
  environment: Record<string, string>;
  control: Router;
  stop(): Promise<void>;
}

export async function mountSandboxSalesforce({
  app,
  address,
  publicUrl,
  dataDir,
  logger,
  today,
  credential,
}: {
  app: Express;
  /** where the app is served */
  address: string;
  publicUrl: string;
  dataDir: string;
  logger: Logger;
  today: () => Date;
  credential(name: string): string;
}): Promise<MountedSalesforce> {
  const clientId = `3MVG9sandbox${credential('salesforce-client').slice(0, 32)}`;
  const clientSecret = credential('salesforce-secret');
  const outboundToken = credential('salesforce-outbound').slice(0, 40);
  const salesforce = createSandboxSalesforce({
    store: createFileStore(join(dataDir, 'sandbox-salesforce.json')),
    app: { clientId, clientSecret },
    outboundUrl: `${publicUrl}/webhooks/salesforce/${outboundToken}`,
    log: logger,
    today,
  });
  await salesforce.start();
  app.use('/salesforce', salesforce.router);
  const loginUrl = `${address}/salesforce`;
  const control = Router();
  // what Salesforce shows of an external client app, to connect it by hand
  control.get('/app', (_request, response) => {
    response.json({ loginUrl, clientId, clientSecret, username: integrationUser.username });
  });
  control.use(salesforce.control);
  return {
    environment: {
      SALESFORCE_LOGIN_URL: loginUrl,
      SALESFORCE_CLIENT_ID: clientId,
      SALESFORCE_CLIENT_SECRET: clientSecret,
      SALESFORCE_ORGANIZATION_ID: sandboxOrganizationId,
      SALESFORCE_OUTBOUND_TOKEN: outboundToken,
      SALESFORCE_DAILY_CALLS: '90000',
    },
    control,
    stop: salesforce.stop,
  };
}
