import type { Running } from './serve.ts'

/** What the server prints when it is ready. */
export function welcome({ url, caFile, setupCode, demo }: Running): string {
  const lines = [`Keepwatch serves ${url}`]
  if (caFile)
    lines.push(
      `Its certificate authority: ${caFile}`,
      `  an SDK trusts it with NODE_EXTRA_CA_CERTS=${caFile} (Node), REQUESTS_CA_BUNDLE (Python), SSL_CERT_FILE (Go, Ruby)`,
    )
  if (setupCode)
    lines.push(
      `Setup code, good for the first account only: ${setupCode.code}`,
      `  open ${url} in a browser, or:`,
      '  keepwatch account create --email YOU@EXAMPLE.COM --name ORGANISATION --setup-code CODE',
    )
  lines.push(...(demo?.welcome ?? []))
  return `${lines.join('\n')}\n`
}
