import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

const reportSchema = z.object({ count: z.number(), doubles: z.number(), lastAt: z.number() });
/** Mails by Message-ID, those that came more than once, and when the last came (ms since 1970). */
export type SinkReport = z.infer<typeof reportSchema>;

export interface SmtpSink {
  url: string;
  report(): Promise<SinkReport>;
  /** @returns the last report */
  forget(): Promise<SinkReport>;
  stop(): Promise<void>;
}

export async function startSmtpSink(): Promise<SmtpSink> {
  const child = fork(new URL('bare/smtp-sink.ts', import.meta.url), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [started]: unknown[] = await once(child, 'message');
  const { port } = z.object({ port: z.number() }).parse(started);
  const ask = async (what: 'report' | 'forget'): Promise<SinkReport> => {
    const answer = once(child, 'message');
    child.send(what);
    const [report]: unknown[] = await answer;
    return reportSchema.parse(report);
  };
  return {
    url: `smtp://127.0.0.1:${port}`,
    report: () => ask('report'),
    forget: () => ask('forget'),
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
