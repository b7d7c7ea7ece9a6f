import type { Figure } from './measure.ts'; export const benchHistory = async (..._: unknown[]): Promise<Figure[]> => [];
