import type { TestProject } from 'vitest/node';
import { defaultCacheDir } from '../../src/main/local/paths.ts';
import { findTemporalBinaries } from '../../src/main/local/temporal-binaries.ts';
import { type ServiceBroker, startServiceBroker } from './service-broker.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServicesUrl: string;
  }
}

declare global {
  var testServices: { broker: Promise<ServiceBroker>; projects: number } | undefined;
}

/** Runs once per vitest project, all in one process: the first opens the broker, the last one out ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Before any test's time runs: the first time, Temporal is built, which takes minutes.
  await findTemporalBinaries({ cacheDir: defaultCacheDir(), log: (line) => console.log(line) });
  globalThis.testServices ??= { broker: startServiceBroker(), projects: 0 };
  const services = globalThis.testServices;
  services.projects += 1;
  const broker = await services.broker;
  project.provide('testServicesUrl', broker.url);
  return async () => {
    services.projects -= 1;
    if (services.projects > 0) return;
    globalThis.testServices = undefined;
    await broker.stop();
  };
}
