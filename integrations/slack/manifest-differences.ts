/** How an app as Slack has it differs from our manifest. What it has besides is its owner's business. */
import { z } from 'zod';

const object = z.record(z.string(), z.unknown());
const texts = z.array(z.string());
const commands = z.array(z.looseObject({ command: z.string() }));
/** Matters of taste. */
const leftAlone = new Set(['display_information', 'bot_user', 'description', 'usage_hint']);

/** @returns one line for each difference, with the place: `settings.event_subscriptions.bot_events lacks link_shared` */
export function manifestDifferences(wanted: unknown, actual: unknown, place = ''): string[] {
  const list = texts.safeParse(wanted);
  if (list.success) {
    const there = new Set(texts.safeParse(actual).data ?? []);
    const missing = list.data.filter((one) => !there.has(one));
    return missing.length === 0 ? [] : [`${place} lacks ${missing.join(', ')}`];
  }
  const named = commands.safeParse(wanted);
  if (named.success) {
    const there = commands.safeParse(actual).data ?? [];
    return named.data.flatMap((one) => {
      const same = there.find(({ command }) => command === one.command);
      return same ? manifestDifferences(one, same, `${place} ${one.command}`) : [`${place} lacks ${one.command}`];
    });
  }
  const parts = object.safeParse(wanted);
  if (!parts.success)
    return wanted === actual
      ? []
      : [`${place} is ${JSON.stringify(actual) ?? 'not set'} instead of ${JSON.stringify(wanted)}`];
  const there = object.safeParse(actual).data ?? {};
  return Object.entries(parts.data)
    .filter(([name]) => !leftAlone.has(name))
    .flatMap(([name, part]) => manifestDifferences(part, there[name], place === '' ? name : `${place}.${name}`));
}
