import type { Request } from 'express';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { maxFileBytes } from '../../usecases/documents/check-file.ts';

export const bytesOf = ({ body }: Request): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

export const tooLarge = (error: unknown): unknown =>
  z.object({ status: z.literal(413) }).safeParse(error).success
    ? new AppError('payload_too_large', {
        message: `A file may have at most ${maxFileBytes / 1024 / 1024} MB`,
        cause: error,
      })
    : error;
