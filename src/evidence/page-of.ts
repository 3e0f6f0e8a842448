import { escapeHtml } from '../kernel/escape-html.ts'
import type { EvidencePack } from './evidence-pack.ts'

/** What every evidence page has in common: its program, its look, and the hashes by which its policy knows them. */
export type PageParts = {
  readonly script: string
  readonly style: string
  /** As a content security policy writes them: `sha256-…`. */
  readonly scriptHash: string
  readonly styleHash: string
}

/** JSON that no HTML parser can take for anything else. */
const embedded = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

const columns = ['', 'event', 'time', 'type', 'user', 'address', 'client', 'what']

/**
 * The pack as one HTML file that proves itself without a network: it checks each event against its proof, and the checkpoint
 * against the key. The policy in it lets nothing run but this script and lets nothing be fetched.
 */
export function pageOf(pack: EvidencePack, parts: PageParts): string {
  const { script, style, scriptHash, styleHash } = parts
  const policy = `default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`
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
