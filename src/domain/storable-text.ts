/**
 * Text from outside as PostgreSQL takes it: it has no NUL, and jsonb no half of a surrogate pair. Something stands in their
 * place, so that nothing is read together which they kept apart.
 * @param longest in UTF-16 units; a pair that stands across the cut is left out
 */
export function storableText(text: string, longest = Number.POSITIVE_INFINITY): string {
  const kept = text.length <= longest ? text : text.slice(0, longest).replace(/\p{Surrogate}$/u, '');
  return kept.replaceAll('\0', '\ufffd').toWellFormed();
}
