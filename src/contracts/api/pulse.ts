/** The question after go-live how the customer is doing, answered from the mail without signing in. */
import { z } from 'zod';
import { pulseAnswers } from '../../domain/model.ts';
import { token } from './access.ts';
import { pulseAnswer } from './commands.ts';
import { anyone, endpoint } from './endpoint.ts';
import { instant, none, nothing } from './values.ts';

const byToken = z.object({ token });
export const pulseView = z.object({
  personName: z.string(),
  companyName: z.string(),
  onboardingName: z.string(),
  accountName: z.string(),
  isOpen: z.boolean(),
  answer: z.enum(pulseAnswers).nullable(),
  answeredAt: instant.nullable(),
});
export const getPulse = endpoint({
  id: 'getPulse',
  method: 'get',
  path: '/pulses/:token',
  tag: 'Task links',
  summary: 'The question how the customer is doing, and what was answered',
  access: anyone,
  params: byToken,
  query: nothing,
  body: none,
  status: 200,
  response: pulseView,
});
export const answerPulse = endpoint({
  id: 'answerPulse',
  method: 'post',
  path: '/pulses/:token',
  tag: 'Task links',
  summary: 'Say how it is going, once',
  access: anyone,
  params: byToken,
  query: nothing,
  body: pulseAnswer,
  status: 200,
  response: pulseView,
});
