import { createHash } from 'node:crypto'
import { escapeHtml } from '../kernel/escape-html.ts'
import type { EvidencePack } from './evidence-pack.ts'
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

/** JSON that no HTML parser can take for anything else. */
const embedded = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const columns = ['', 'event', 'time', 'type', 'user', 'address', 'client', 'what']

/**
 * The pack as one HTML file that proves itself without a network: it checks each event against its proof, and the checkpoint
 * against the key. The policy in it lets nothing run but this script and lets nothing be fetched.
 */
export function evidencePage(pack: EvidencePack): string {
  const script = pageScript()
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(pack.title)}</title>
<style>${style}</style>
<h1>${escapeHtml(pack.title)}</h1>
<p>${pack.events.length} events from ${escapeHtml(pack.server)}, put together ${escapeHtml(pack.created)}. Asked: <code>${escapeHtml(pack.question)}</code></p>
<p id="verdict" class="open" role="status">Not verified: this page checks the events with JavaScript.</p>
<table><thead><tr>${columns.map((name) => `<th>${name}</th>`).join('')}</tr></thead><tbody id="rows"></tbody></table>
<h2>What is verified</h2>
<p>For every event this page computes the hash of what the log holds, follows the proof to the root of the log, and checks the signature under
that root. The sentence in italics
was made from the fields above it and is not part of what is signed. That no event is left out cannot be seen here: for that, verify the whole log.</p>
<h2>The key</h2>
<p>Anybody can make such a page with a key of their own. Compare this one with the log's public key as you got it from elsewhere:</p>
<pre>${pack.vkeys.map(escapeHtml).join('\n')}</pre>
<h2>The checkpoint</h2>
<pre>${escapeHtml(pack.checkpoint)}</pre>
<script type="application/json" id="pack">${embedded(pack)}</script>
<script type="module">${script}</script>
</html>
`
}
