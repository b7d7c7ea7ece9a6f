import type { TestProject } from 'vitest/node';
import { findChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    chromiumPath: string;
  }
}

/** For the projects that drive a browser: finds or installs it before any test's time runs. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('chromiumPath', await findChromium((line) => console.log(line)));
}
