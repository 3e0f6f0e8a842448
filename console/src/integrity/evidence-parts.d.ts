/** What the build makes of `src/evidence/evidence-page.ts`: see `vite.config.ts`. */
declare module 'virtual:evidence-parts' {
  import type { PageParts } from '../../../src/evidence/page-of.ts'
  export const parts: PageParts
}
