import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';

/** The address of a service of this test run, which is started by the first to ask. */
export async function askBroker(service: 'postgres' | 'temporal'): Promise<string> {
  const url = `${inject('testServicesUrl')}/${service}`;
  const { statusCode, body } = await new Promise<{ statusCode: number | undefined; body: string }>(
    (resolve, reject) => {
      get(url, { agent: false }, (response) => {
        text(response).then((body) => resolve({ statusCode: response.statusCode, body }), reject);
      }).once('error', reject);
    },
  );
  if (statusCode !== 200) throw new Error(`${service} did not start: ${body}`);
  return body;
}
