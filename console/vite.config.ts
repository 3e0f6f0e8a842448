import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'
import { pageParts } from '../src/evidence/evidence-page.ts'

const built = join(import.meta.dirname, 'dist')

/** What browsers fetch lies compressed beside itself, so that the server never compresses. */
const compressed: Plugin = {
  name: 'compressed-files',
  writeBundle(_, bundle) {
    for (const name of Object.keys(bundle).filter((file) => /\.(js|css|svg)$/.test(file))) {
      const bytes = readFileSync(join(built, name))
      writeFileSync(join(built, `${name}.br`), brotliCompressSync(bytes))
      writeFileSync(join(built, `${name}.gz`), gzipSync(bytes, { level: 9 }))
    }
  },
}

/** What the release says of the console that it was built from: SHA-256 of each file, for `keepwatch verify --console`. */
const hashes: Plugin = {
  name: 'hashes',
  closeBundle() {
    const names = readdirSync(built, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => /\.\w+$/.test(name) && !/\.(br|gz)$/.test(name) && name !== hashesName)
      .sort()
    const files = Object.fromEntries(names.map((name) => [name, hashOf(join(built, name))]))
    writeFileSync(join(built, hashesName), `${JSON.stringify({ files }, null, 2)}\n`)
  },
}

const hashesName = 'hashes.json'

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

const partsName = 'virtual:evidence-parts'

/** The program of evidence packs as text, made before the build renames anything in it. */
const evidenceParts: Plugin = {
  name: 'evidence-parts',
  resolveId: (name) => (name === partsName ? partsName : undefined),
  load: (name) =>
    name === partsName ? `export const parts = ${JSON.stringify(pageParts())}` : undefined,
}

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  logLevel: 'warn',
  plugins: [compressed, evidenceParts, hashes],
  build: {
    outDir: built,
    emptyOutDir: true,
    target: ['chrome120', 'firefox128', 'safari17.4'],
    // A data: URL would need a hole in the content security policy.
    assetsInlineLimit: 0,
    // What a screen looks like must not be missing because the server was away for a moment when it was opened.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_200,
    rolldownOptions: {
      checks: { pluginTimings: false },
      onLog: (level, log, tell) => log.code === 'MODULE_LEVEL_DIRECTIVE' || tell(level, log),
    },
  },
})
