import type { Config } from './config.ts'
import { forgetSetupCode, type SetupCode } from './data-folder.ts'
import type { Demo } from './demo/demo.ts'
import type { DemoServer } from './demo/past.ts'

/** The example organisation of `--demo`. Its code is loaded only then. */
export async function demoOf(
  { demo, demoDays: days, demoSeed: seed, data }: Config,
  server: DemoServer,
  setupCode: SetupCode | undefined,
): Promise<Demo | undefined> {
  if (!demo || !setupCode) return undefined
  const { foundDemo } = await import('./demo/demo.ts')
  const founded = await foundDemo({ server, setupCode: setupCode.code, days, seed })
  await forgetSetupCode(data)
  return founded
}
