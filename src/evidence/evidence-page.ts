import { createHash } from 'node:crypto'
import type { EvidencePack } from './evidence-pack.ts'
import { type PageParts, pageOf } from './page-of.ts'
import { showPackFunctions } from './show-pack.ts'
import { verifyPackFunctions } from './verify-pack.ts'

const style = `:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 100rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8886 }
td:nth-child(3) { white-space: nowrap }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px }
#verdict { padding: 1rem; border: 2px solid; border-radius: .4rem; font-weight: 600 }
.verified { color: #17803d } .failed { color: #c81e1e } .open { color: #8a6d00 }
@media (prefers-color-scheme: dark) { .verified { color: #4ade80 } .failed { color: #f87171 } }`

const start = `const pack = JSON.parse(document.getElementById('pack').textContent);
verifyPack(pack).then((verdict) => showPack(pack, verdict, document));`

/** The program of the page: the sources of the functions that the tests run. */
export const pageScript = (): string =>
  [...verifyPackFunctions, ...showPackFunctions, start].map(String).join('\n\n')

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`

/** The program and the look of every page. Built once for the console, whose own build would rename what it says. */
export function pageParts(): PageParts {
  const script = pageScript()
  return { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) }
}

/** The pack as one HTML file: see `pageOf`. */
export const evidencePage = (pack: EvidencePack): string => pageOf(pack, pageParts())
