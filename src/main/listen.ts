import { createServer, type RequestListener, type Server } from 'node:http';
import { isOperator } from '../api/system/operator.ts';
import type { Config } from '../config/config.ts';

export interface EarlyServer {
  server: Server;
  /** what the start waits for just now, shown by /readyz until the API answers */
  waitsFor(what: string): void;
}

/** Listens at once, so that the port is known and taken. Until the API is there: alive, not ready, 503 for the rest. */
export async function listen({ port, host, metricsToken }: Config['http']): Promise<EarlyServer> {
  const server = createServer();
  let detail = 'starting';
  const early: RequestListener = (request, response) => {
    const { url } = request;
    const json = { 'content-type': 'application/json', 'cache-control': 'no-store' };
    if (url === '/healthz') response.writeHead(200, json).end(JSON.stringify({ status: 'alive' }));
    else if (url === '/readyz') {
      const parts = [{ name: 'start', isReady: false, detail: isOperator(request, metricsToken) ? detail : '' }];
      response.writeHead(503, json).end(JSON.stringify({ status: 'not ready', parts }));
    } else response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end('Gangway is starting\n');
  };
  server.on('request', early);
  server.on('newListener', (event) => {
    if (event === 'request') server.off('request', early);
  });
  await new Promise<void>((done, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      done();
    });
  });
  return {
    server,
    waitsFor(what) {
      detail = `waits for ${what}`;
    },
  };
}
