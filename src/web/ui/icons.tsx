/** 16 px line icons; each path is drawn with the colour of the text beside it. */
const paths = {
  alert: 'M8 2.2 14.6 13.5H1.4L8 2.2ZM8 6.4v3.2M8 11.5v.1',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  bell: 'M4.5 7a3.5 3.5 0 0 1 7 0c0 3 1.2 3.8 1.2 3.8H3.3S4.5 10 4.5 7ZM6.7 13.2a1.4 1.4 0 0 0 2.6 0',
  blocked: 'M5.5 1.8h5l3.7 3.7v5l-3.7 3.7h-5l-3.7-3.7v-5l3.7-3.7ZM5 8h6',
  bolt: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8l1-5.5Z',
  book: 'M8 3.5C6.5 2.4 4.4 2.2 2 2.4v10c2.4-.2 4.5 0 6 1.1 1.5-1.1 3.6-1.3 6-1.1v-10c-2.4-.2-4.5 0-6 1.1ZM8 3.5v10',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.8v3M10.5 1.8v3',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  chevronDown: 'm4 6 4 4 4-4',
  chevronLeft: 'm10 3.5-4.5 4.5 4.5 4.5',
  chevronRight: 'M6 3.5 10.5 8 6 12.5',
  circle: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2Z',
  circleCheck: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM5.4 8.2l1.8 1.8 3.4-3.7',
  clock: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM8 4.8V8l2.2 1.5',
  close: 'm3.5 3.5 9 9M12.5 3.5l-9 9',
  comment: 'M2.2 3h11.6v8.2H7.4L4.6 13.6v-2.4H2.2z',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  critical: 'M2 11.5h3.5L9.5 4H14M11.5 1.8 14 4l-2.5 2.2',
  diamond: 'M8 1.8 14.2 8 8 14.2 1.8 8 8 1.8Z',
  download: 'M8 2.2v8M4.8 7.2 8 10.4l3.2-3.2M2.5 13.5h11',
  external: 'M9 2.5h4.5V7M13.2 2.8 7.5 8.5M11.5 9v4.5h-9v-9H7',
  flag: 'M3.5 14.2V2.2M3.5 2.8h8.8L10.2 6l2.1 3.2H3.5',
  flask: 'M6.2 1.8v4.4L2.4 13c-.3.6.1 1.2.8 1.2h9.6c.7 0 1.1-.6.8-1.2L9.8 6.2V1.8M5 1.8h6M4.3 10h7.4',
  gear: 'M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6M10 2.7a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6ZM6 9.7a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z',
  half: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM8 4.8a3.2 3.2 0 0 1 0 6.4Z',
  handoff: 'M1.8 5.5h8M7 2.8l2.8 2.7L7 8.2M14.2 10.5h-8M9 7.8l-2.8 2.7L9 13.2',
  inbox: 'M2 9.5 4 3h8l2 6.5v4H2v-4ZM2 9.5h3.5l1 1.8h3l1-1.8H14',
  integration: 'M5.5 1.8v3.4M10.5 1.8v3.4M3.8 5.2h8.4V8a4.2 4.2 0 0 1-8.4 0V5.2ZM8 12.2v2',
  ledger: 'M2 5.2h10.5M9.8 2.5l2.7 2.7-2.7 2.7M14 10.8H3.5M6.2 8.1l-2.7 2.7 2.7 2.7',
  lock: 'M3.5 7h9v6.5h-9zM5.3 7V5a2.7 2.7 0 0 1 5.4 0v2',
  mail: 'M2 3.5h12v9H2zM2.3 4 8 8.8 13.7 4',
  menu: 'M2 4h12M2 8h12M2 12h12',
  minus: 'M3.5 8h9',
  more: 'M3 8h.1M8 8h.1M13 8h.1',
  pause: 'M5.5 3v10M10.5 3v10',
  people:
    'M6 7.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM1.6 13.4a4.4 4.4 0 0 1 8.8 0M10.6 2.9a2.4 2.4 0 0 1 0 4.3M12 9.6a4.4 4.4 0 0 1 2.4 3.8',
  person: 'M8 7.6a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.8 13.8a5.2 5.2 0 0 1 10.4 0',
  play: 'M4.5 2.8v10.4L13 8 4.5 2.8Z',
  plus: 'M8 3v10M3 8h10',
  portfolio: 'M2 3.2h12M2 8h12M2 12.8h7',
  refresh: 'M13.2 6.4A5.6 5.6 0 0 0 3 5.2M2.8 2.4v3h3M2.8 9.6A5.6 5.6 0 0 0 13 10.8M13.2 13.6v-3h-3',
  search: 'M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6ZM10.5 10.5l3.4 3.4',
  signOut: 'M6.5 2.5h-4v11h4M6 8h8M11 5l3 3-3 3',
  skip: 'M3 3.2v9.6L9.5 8 3 3.2ZM12.5 3v10',
  snooze: 'M8 3.6a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 8 3.6ZM6.3 7h3.4l-3.4 3.8h3.4M1.8 4.2l2.4-2M14.2 4.2l-2.4-2',
  star: 'm8 1.9 1.9 3.9 4.2.6-3 3 .7 4.2L8 11.6l-3.8 2 .7-4.2-3-3 4.2-.6L8 1.9Z',
  theme: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM8 2.2v11.6a5.8 5.8 0 0 0 0-11.6Z',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.8 3.5l-3 3 3 3',
} as const;

export type IconName = keyof typeof paths;

const solid: ReadonlySet<IconName> = new Set(['half', 'play', 'skip']);

/** Decorative beside a word; give `label` where it stands alone. */
export function Icon({ name, label, size = 16 }: { name: IconName; label?: string; size?: number }) {
  const dots = name === 'more' ? 2.4 : 1.5;
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={dots}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <path d={paths[name]} fill={solid.has(name) && name !== 'half' ? 'currentColor' : 'none'} />
      {name === 'half' && <path d="M8 4.8a3.2 3.2 0 0 1 0 6.4Z" fill="currentColor" stroke="none" />}
    </svg>
  );
}
