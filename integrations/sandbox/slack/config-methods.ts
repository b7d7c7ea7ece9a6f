/** What is asked with an app configuration token: https://docs.slack.dev/reference/methods/apps.manifest.export. */
import { z } from 'zod';
import { read, type SlackMethod, SlackRefusal } from './method.ts';
import { bot } from './state.ts';

export const configScope = 'app_configurations:read';

export const configMethods = (manifest: Record<string, unknown> | undefined): Record<string, SlackMethod> => ({
  'apps.manifest.export': {
    scopes: [configScope],
    tokenPrefix: 'xoxe.',
    answer(_state, args) {
      const { app_id: appId } = read(z.object({ app_id: z.string() }), args);
      if (appId !== bot.app_id || manifest === undefined) throw new SlackRefusal('app_not_found');
      return { manifest: { _metadata: { major_version: 1, minor_version: 1 }, ...manifest } };
    },
  },
});
