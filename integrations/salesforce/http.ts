/**
 * One HTTP exchange for jsforce, in place of its own: there a connection that breaks inside an answer ends the whole
 * process (nobody listens to that stream), a failing GET is sent six times within 15 s, a silent server is waited for
 * 30 minutes, and an error no longer tells its status.
 */
import { PassThrough } from 'node:stream';
import { Transport } from 'jsforce/lib/transport.js';
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/index.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export class Exchange extends Transport {
  /** null: none came */
  answer: Answer | null = null;
  readonly #timeoutMs: number;

  constructor(timeoutMs: number) {
    super();
    this.#timeoutMs = timeoutMs;
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.#send(request) }));
  }

  async #send({ url, method, headers, body }: HttpRequest): Promise<HttpResponse> {
    const response = await fetch(url, {
      method,
      // a token must not follow to another address
      redirect: 'error',
      signal: AbortSignal.timeout(this.#timeoutMs),
      ...(headers && { headers }),
      ...(typeof body === 'string' && { body }),
    });
    const { status } = response;
    const answerHeaders = Object.fromEntries(response.headers);
    const text = await response.text();
    this.answer = { status, headers: answerHeaders, text };
    return { statusCode: status, headers: answerHeaders, body: text };
  }
}
