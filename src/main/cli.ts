#!/usr/bin/env node
/** `gangway`: what an administrator does from a terminal. */
import { Command } from 'commander';
import { manifestFor } from '../../integrations/slack/manifest.ts';
import { type Config, ConfigError, readConfig } from '../config/config.ts';
import { migrate, pendingMigrations } from '../db/migrate.ts';
import { AppError, isAppError } from '../errors.ts';
import { createLogger } from '../telemetry/logger.ts';
import { doctor } from '../usecases/system/doctor.ts';
import { recover } from '../usecases/system/recover.ts';
import { mappingCommand } from './cli-mapping.ts';
import { playbookCommand } from './cli-playbook.ts';
import { type Core, createCore } from './core.ts';
import { readRunningInstance } from './local/running-instance.ts';
import { say } from './local-log.ts';
import { createInboundChecks } from './inbound.ts';
import { createMail } from './mail.ts';
import { temporalChecker } from './temporal-check.ts';
import { slackChecks } from './slack.ts';
import { createTrackers } from './trackers.ts';

interface Session {
  config: Config;
  core: Core;
  databaseUrl: string;
  temporalAddress: string | null;
  publicUrl: string;
}

function createProgram(config: Config): Command {
  const program = new Command('gangway')
    .description('Carries a customer from closed-won to go-live')
    .showHelpAfterError();

  program
    .command('migrate')
    .description('apply pending database migrations')
    .action(async () => {
      const applied = await migrate((await addresses()).databaseUrl);
      say(applied.length === 0 ? 'Nothing to apply' : `Applied ${applied.join(', ')}`);
    });

  program
    .command('doctor')
    .description('say what is right and wrong, and how to mend it')
    .action(() =>
      withCore(async ({ config, core, databaseUrl, temporalAddress, publicUrl }) => {
        const temporal = temporalAddress ? temporalChecker({ ...config.temporal, address: temporalAddress }) : null;
        const mail = createMail({ config, secret: config.local.secret ?? '', publicUrl, logger: core.deps.logger });
        try {
          const results = await doctor({
            db: core.db,
            publicUrl,
            environment: config.environment,
            crms: core.deps.crms,
            mail,
            ...createInboundChecks(config, publicUrl, core.deps.logger),
            trackers: createTrackers(config.trackers),
            slack: config.slack
              ? await slackChecks(
                  { db: core.db, config: config.slack, secret: config.local.secret ?? '', logger: core.deps.logger },
                  publicUrl,
                )
              : null,
            pendingMigrations: () => pendingMigrations(databaseUrl),
            checkTemporal: async () => {
              if (!temporal)
                throw new AppError('temporal_unavailable', {
                  message: 'no Temporal is configured and no local one runs',
                });
              return temporal.check();
            },
          });
          for (const { name, ok, detail, fix } of results)
            say(`${ok ? '✓' : '✗'} ${name}: ${detail}${fix ? `\n    → ${fix}` : ''}`);
          if (results.some(({ ok }) => !ok)) process.exitCode = 1;
        } finally {
          mail?.close();
          await temporal?.close();
        }
      }),
    );

  program
    .command('slack')
    .description('what Slack is to know of our app')
    .command('manifest')
    .description('print the app manifest to paste into Slack')
    .option('--url <url>', 'as the world reaches this installation', publicUrlOf(config))
    .option('--socket-mode', 'events come over a connection that we open', false)
    .action(({ url, socketMode }: { url: string; socketMode: boolean }) => {
      const manifest = manifestFor({ publicUrl: url.replace(/\/$/, ''), isSocketMode: socketMode });
      say(JSON.stringify(manifest, null, 2));
    });

  program
    .command('recover')
    .description('signal every open workflow again, after a restore or a lost Temporal')
    .action(() =>
      withCore(async ({ core }) => {
        say(`${await recover(core.db)} workflows are told to look again; the worker starts those that are missing`);
      }),
    );

  const crm = program.command('crm').description('the CRM side');
  crm
    .command('setup')
    .argument('<provider>', 'hubspot or salesforce')
    .description('create the custom properties in HubSpot, or say what of the package Salesforce lacks; safe to repeat')
    .action((provider: string) =>
      withCore(async ({ core }) => {
        const port = [...core.deps.crms.values()].find((candidate) => candidate.provider === provider);
        if (!port) throw new AppError('integration_off', { message: `${provider} is not configured` });
        const { created, existing } = await port.setUp();
        say(`Created ${created.length}: ${created.join(', ') || 'nothing'}`);
        say(`Already there: ${existing.length}`);
      }),
    );

  program.addCommand(
    playbookCommand({
      folder: config.playbooksDir,
      now: () => new Date().toISOString(),
      write: say,
      fail: () => {
        process.exitCode = 1;
      },
    }),
  );

  program.addCommand(
    mappingCommand({
      withCrm: (work) => withCore(({ core }) => work(core.deps)),
      write: say,
      fail: () => {
        process.exitCode = 1;
      },
    }),
  );
  return program;
}

/** Given by the environment, or those of the instance that runs on this machine's data directory. */
async function addresses(): Promise<Omit<Session, 'core'>> {
  const given = readConfig();
  const running = given.database.url ? null : await readRunningInstance(given.local.dataDir);
  const config = running ? readConfig(undefined, running.environment) : given;
  if (!config.database.url)
    throw new ConfigError(['DATABASE_URL: is not set, and no local instance runs on this data directory']);
  return {
    config,
    databaseUrl: config.database.url,
    temporalAddress: config.temporal.address,
    publicUrl: publicUrlOf(config),
  };
}

const publicUrlOf = ({ http }: Config): string => http.publicUrl ?? `http://localhost:${http.port}`;

async function withCore(work: (session: Session) => Promise<void>): Promise<void> {
  const session = await addresses();
  const core = await createCore({
    ...session,
    secret: session.config.local.secret,
    logger: createLogger({ level: 'warn', name: 'gangway' }),
  });
  try {
    await work({ ...session, core });
  } finally {
    await core.close();
  }
}

try {
  await createProgram(readConfig()).parseAsync();
} catch (error) {
  if (!(error instanceof ConfigError) && !isAppError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
