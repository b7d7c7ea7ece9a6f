import type { Figure } from './measure.ts'; export const benchMemory = async (..._: unknown[]): Promise<Figure[]> => [];
