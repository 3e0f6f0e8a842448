import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { check, type Finding, ok, warning, wrong } from '../check.ts'

const dayMs = 86_400_000
const soonDays = 14

type Named = { readonly hostname: string; readonly now: Date; readonly file: string }

/** Whether a certificate is one that devices believe for this name, now and in a fortnight. */
function judgeCertificate(pem: string, { hostname, now, file }: Named): readonly Finding[] {
  const certificate = new X509Certificate(pem)
  const found: Finding[] = []
  const fits = isIP(hostname) ? certificate.checkIP(hostname) : certificate.checkHost(hostname)
  if (!fits)
    found.push(
      wrong(
        `The certificate in ${file} is not for ${hostname} (${certificate.subjectAltName}).`,
        'Get one for that name, or correct --hostname.',
      ),
    )
  const days = Math.floor((certificate.validToDate.getTime() - now.getTime()) / dayMs)
  if (days < 0)
    found.push(
      wrong(
        `The certificate in ${file} has expired.`,
        'Renew it: the running server takes the new file by itself.',
      ),
    )
  else if (days < soonDays)
    found.push(warning(`The certificate in ${file} expires in ${days} days.`, 'Renew it.'))
  if (certificate.validFromDate > now)
    found.push(
      wrong(`The certificate in ${file} is not valid yet.`, 'Look at this machine’s clock.'),
    )
  return found.length > 0 ? found : [ok(`The certificate is for ${hostname}, for ${days} days.`)]
}

export const certificate = check('certificate', async ({ settings, now }) => {
  const { tls, tlsCert, data, hostname } = settings
  if (tls === 'off') return [ok('TLS is off: the proxy has the certificate.')]
  const file = tlsCert ?? join(data, 'tls/server.pem')
  const pem = await readFile(file, 'utf8').catch(() => undefined)
  if (pem !== undefined) return judgeCertificate(pem, { hostname, now, file })
  if (tlsCert)
    return [
      wrong(
        `The certificate ${file} cannot be read.`,
        'Name it with --tls-cert, and let the user of the server read it.',
      ),
    ]
  return [ok('The first start makes a certificate, and an authority that clients must know.')]
})
