/** Answers, and the ways of not answering. */
import type { Response } from 'express';
import type { Answer } from './answers.ts';
import type { ChosenTrouble } from './faults.ts';

export function send(response: Response, { status, body, headers = {} }: Answer): void {
  response.status(status).set(headers);
  if (body === undefined) response.end();
  else response.json(body);
}

export function pause(delayMs: number, response: Response, waiting: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      waiting.delete(end);
      resolve();
    };
    const timer = setTimeout(end, delayMs);
    waiting.add(end);
    response.once('close', end);
  });
}

export function makeTrouble({ trouble }: ChosenTrouble, response: Response, waiting: Set<() => void>): void {
  if (trouble.kind === 'answer') return send(response, trouble.answer);
  if (trouble.kind === 'drop') {
    response.destroy();
    return;
  }
  const end = (): void => {
    waiting.delete(end);
    response.destroy();
  };
  waiting.add(end);
  response.once('close', () => waiting.delete(end));
}
