/**
 * Socket Mode: events over a connection that we open, so that nobody has to reach us. Bolt keeps it and opens it again;
 * what it would do with an event (authorise, acknowledge, then run listeners) is ours, because it acknowledges first.
 */
import { App, LogLevel, type Logger as BoltLogger, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import { type ReadSlack, readSlack } from './webhook.ts';

export interface SlackSocket {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface SocketOptions {
  appToken: string;
  /** https://slack.com/api/ unless told otherwise */
  apiUrl: string | null;
  /** acknowledges once it is stored; what throws is not acknowledged, and Slack sends it again */
  onEvent(read: ReadSlack, acknowledge: (body: Record<string, unknown> | null) => Promise<void>): Promise<void>;
  onError(error: unknown): void;
}

export function createSlackSocket({ appToken, apiUrl, onEvent, onError }: SocketOptions): SlackSocket {
  const logger = quietBut(onError);
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    installerOptions: apiUrl === null ? {} : { clientOptions: { slackApiUrl: apiUrl } },
  });
  class StoreFirstApp extends App {
    override async processEvent({ body, ack }: ReceiverEvent): Promise<void> {
      try {
        await onEvent(readSlack(body), async (answer) => {
          await (answer === null ? ack() : ack(answer));
        });
      } catch (error) {
        onError(error);
      }
    }
  }
  const app = new StoreFirstApp({ receiver, logger, authorize: () => Promise.resolve({}) });
  return {
    start: async () => void (await app.start()),
    stop: async () => void (await app.stop()),
  };
}

/** Its own words are for whoever debugs it; what goes wrong is told once, by us. */
const quietBut = (onError: (error: unknown) => void): BoltLogger => ({
  debug() {},
  info() {},
  warn() {},
  error: (...told: unknown[]) => onError(told.find((one) => one instanceof Error) ?? new Error(told.join(' '))),
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
});
