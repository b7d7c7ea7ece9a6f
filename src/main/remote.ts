/** What the production processes share: addresses must be given, nothing is started for them. */
import { type Config, ConfigError, readConfig } from '../config/config.ts';

export interface Remote {
  config: Config;
  databaseUrl: string;
  temporalAddress: string;
  secret: string;
  publicUrl: string;
}

/** What is wrong with the environment is said, and ends the process. */
export function readRemote(): Remote {
  try {
    return readOrThrow();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function readOrThrow(): Remote {
  const config = readConfig();
  const { database, temporal, local, http } = config;
  if (!database.url || !temporal.address || !local.secret || !http.publicUrl) {
    throw new ConfigError(
      [
        [database.url, 'DATABASE_URL'],
        [temporal.address, 'TEMPORAL_ADDRESS'],
        [local.secret, 'GANGWAY_SECRET'],
        [http.publicUrl, 'PUBLIC_URL'],
      ].flatMap(([value, name]) => (value ? [] : [`${name}: is needed by this process; npm start brings its own`])),
    );
  }
  return {
    config,
    databaseUrl: database.url,
    temporalAddress: temporal.address,
    secret: local.secret,
    publicUrl: http.publicUrl,
  };
}
