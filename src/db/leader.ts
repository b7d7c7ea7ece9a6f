/** One connection that listens and leads: its advisory lock dies with it, so two leaders never are. */
import pg from 'pg';

export interface Leadership {
  onLost(listener: () => void): void;
  end(): Promise<void>;
}

/** @returns null when another process leads */
export async function tryToLead({
  databaseUrl,
  lockId,
  channel,
  onNotice,
}: {
  databaseUrl: string;
  lockId: number;
  /** what to listen to meanwhile */
  channel?: 'outbox';
  onNotice?: () => void;
}): Promise<Leadership | null> {
  const client = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
  let lost: () => void = () => undefined;
  let isLost = false;
  const lose = (): void => {
    isLost = true;
    lost();
  };
  client.on('error', lose);
  client.on('end', lose);
  if (onNotice) client.on('notification', onNotice);
  await client.connect();
  const { rows } = await client.query<{ leads: boolean }>('SELECT pg_try_advisory_lock($1) AS leads', [lockId]);
  if (!rows[0]?.leads) {
    await client.end();
    return null;
  }
  if (channel) await client.query(`LISTEN ${channel}`);
  return {
    onLost(listener) {
      lost = listener;
      if (isLost) listener();
    },
    end: () => client.end(),
  };
}
