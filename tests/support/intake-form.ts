import type { Page } from 'playwright-core';

/** On the page of the task that opens an onboarding: all that its form needs, sent. */
export async function answerIntake(page: Page): Promise<void> {
  for (const label of [/Company name/, /Which team starts/, /How many people/, /Languages/, /work done today/])
    await page.getByLabel(label).fill('12');
  await page.getByRole('button', { name: /Where is the data/ }).click();
  await page.getByRole('option', { name: 'Spreadsheets' }).click();
  await page.getByRole('button', { name: 'Send answers' }).click();
  await page.getByText('Answered: your words stand below').waitFor();
}
