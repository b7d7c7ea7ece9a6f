/** A real browser that notes what a person would only see in its console. */
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { z } from 'zod';

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** what the console complained about since the last time it was asked */
  complaints(): string[];
}

interface VisitOptions {
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
  isPhone?: boolean;
}

const waitAtMostMs = 30_000;

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function useBrowser(): { visit(options?: VisitOptions): Promise<Visit> } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: inject('chromiumPath'), args });
  });
  afterAll(() => browser?.close());
  return {
    async visit({ theme = 'light', width = 1280, height = 900, isPhone = false } = {}) {
      if (!browser) throw new Error('the browser is there from the first beforeAll on');
      const context = await browser.newContext({
        colorScheme: theme,
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
        viewport: { width, height },
        hasTouch: isPhone,
        isMobile: isPhone,
      });
      context.setDefaultTimeout(waitAtMostMs);
      const page = await context.newPage();
      let complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      return {
        page,
        context,
        complaints() {
          const said = complaints;
          complaints = [];
          return said;
        },
      };
    },
  };
}

const axeAnswer = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      help: z.string(),
      nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
    }),
  ),
});

/** What axe finds wrong on the page as it stands, in words; not in a mail, which is written for mail programs. */
export async function findingsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = axeAnswer.parse(
    await page.evaluate(`axe.run(document, { resultTypes: ['violations'], iframes: false })`),
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 200)}\n  ${failureSummary ?? ''}`),
  );
}

/** How far the page can be scrolled sideways, and by what. */
export async function sidewaysOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return [`${scrollWidth - clientWidth} px`, ...wide.slice(0, 4).map(({ outerHTML }) => outerHTML.slice(0, 120))];
  });
}
