/** One outbound message on its way, and whether it was acknowledged. */
import type { SandboxOutboundDelivery } from '../../../src/contracts/sandbox/salesforce.ts';
import { isAcknowledged } from './outbound-envelope.ts';

type Outcome = Pick<SandboxOutboundDelivery, 'status' | 'isAcknowledged' | 'error'>;

export async function post(url: string, body: string, timeoutMs: number, signal: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' },
    });
    const isTaken = isAcknowledged(response.status, await response.text());
    const error = isTaken ? null : `no acknowledgement in an answer of ${response.status}`;
    return { status: response.status, isAcknowledged: isTaken, error };
  } catch (error) {
    return {
      status: null,
      isAcknowledged: false,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    };
  }
}
