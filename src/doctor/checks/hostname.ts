import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { check, ok, warning, wrong } from '../check.ts'

const local = (host: string) => /^(localhost|127\.|::1$|\[::1\])/.test(host)

export const hostname = check('hostname', async ({ settings: { hostname: name, listen } }) => {
  if (local(name) && !local(listen.host))
    return [
      warning(
        `The server listens on ${listen.host}, but tokens name ${name}: devices elsewhere find nobody.`,
        'Name the server with --hostname as devices reach it.',
      ),
    ]
  if (isIP(name)) return [ok(`Devices reach it by the address ${name}.`)]
  const found = await lookup(name).catch(() => undefined)
  return found
    ? [ok(`${name} is ${found.address}.`)]
    : [
        wrong(
          `The name ${name} has no address here.`,
          'Enter it into the DNS, or correct --hostname.',
        ),
      ]
})
