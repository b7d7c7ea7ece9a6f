import { useState } from 'react';

export type Answers = Readonly<Record<string, string>>;

/** What was typed and not sent stays in this browser, also where it stores nothing: then until the page is left. */
export function useDraft(name: string): [Answers, (answers: Answers) => void] {
  const key = `gangway.draft.${name}`;
  const [answers, setAnswers] = useState(() => stored(key));
  const keep = (next: Answers) => {
    setAnswers(next);
    try {
      if (Object.keys(next).length === 0) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // blocked by the browser's settings
    }
  };
  return [answers, keep];
}

function stored(key: string): Answers {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}
