import type { Figure } from './measure.ts'; export const benchWakes = async (..._: unknown[]): Promise<Figure[]> => [];
