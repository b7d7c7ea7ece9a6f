const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Equal as JSON, whatever the order of keys: the database gives them back in another. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(a[key], b[key]));
};

/** The known value while nothing in it changed, so that an unchanged row stays the same row. */
export const unlessSame = <T>(known: T, next: T): T => (isSame(known, next) ? known : next);
