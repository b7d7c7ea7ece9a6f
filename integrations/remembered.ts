/** Building Intl objects takes a millisecond; the same few currencies and zones come thousands of times. */
export function remembered<T>(work: (key: string) => T, limit = 1_000): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    if (known.has(key)) return known.get(key) ?? work(key);
    const value = work(key);
    if (known.size >= limit) known.clear();
    known.set(key, value);
    return value;
  };
}
