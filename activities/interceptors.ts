/** Turns an AppError into what Temporal understands, and measures. */
import { type ActivityExecuteInput, type ActivityInboundCallsInterceptor, type Next } from '@temporalio/worker';
import { ApplicationFailure, type Context } from '@temporalio/activity';
import { isAppError } from '../src/errors.ts';
import type { Logger } from '../src/telemetry/logger.ts';

export const errorInterceptor =
  (logger: Logger) =>
  (context: Context): { inbound: ActivityInboundCallsInterceptor } => ({
    inbound: {
      async execute(
        input: ActivityExecuteInput,
        next: Next<ActivityInboundCallsInterceptor, 'execute'>,
      ): Promise<unknown> {
        try {
          return await next(input);
        } catch (error) {
          const { activityType, attempt } = context.info;
          if (!isAppError(error)) {
            logger.error({ activityType, attempt, err: error }, 'An activity failed unexpectedly');
            throw error;
          }
          logger.warn({ activityType, attempt, code: error.code, details: error.details }, error.message);
          throw ApplicationFailure.create({
            message: error.message,
            type: error.code,
            nonRetryable: !error.rule.retryable,
            cause: error,
            nextRetryDelay: error.retryAfterMs,
          });
        }
      },
    },
  });
