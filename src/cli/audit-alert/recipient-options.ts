import { readFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { invalid } from '../../kernel/errors.ts'
import { readSettings } from '../siem/settings.ts'

/** The flags of `audit-alert recipient add` and `edit`: Commander's, and a channel with its settings. */
export type RecipientFlags = {
  readonly name?: string
  readonly email?: string
  readonly phone?: string
  readonly webhook?: string
  readonly httpBody?: string
  readonly certErrors?: 'ignore' | 'enforce'
  readonly generateToken?: boolean
  readonly channel?: string
  readonly set?: readonly string[]
}

const append = (value: string, before: readonly string[] = []) => [...before, value]

const options = [
  new Option('--name <name>', 'what the recipient is called'),
  new Option('--email <address>', 'tell by mail; empty for no more'),
  new Option('--phone <number>', 'tell by SMS, such as "+49 171 1234567"; empty for no more'),
  new Option('--webhook <url>', 'post JSON there; empty for no more'),
  new Option('--http-body <json>', 'what is posted, with variables such as #alert_name; or @FILE'),
  new Option('--cert-errors <how>', 'certificates are always checked: only enforce').choices([
    ...['ignore', 'enforce'],
  ]),
  new Option('--generate-token', 'make a new token for the webhook, and print it'),
  new Option('--channel <channel>', 'another way to tell; `audit-alert channels` lists them'),
  new Option(
    '--set <name=value>',
    'a setting of the channel, or NAME=@FILE (repeatable)',
  ).argParser(append),
]

export function addRecipientOptions(command: Command): Command {
  for (const option of options) command.addOption(option)
  return command
}

type Settings = Readonly<Record<string, unknown>>

async function bodyIn(text: string): Promise<string | null> {
  if (text === '') return null
  if (!text.startsWith('@')) return text
  return readFile(text.slice(1), 'utf8').catch((cause) => {
    throw invalid(`${text.slice(1)} cannot be read`, { cause })
  })
}

/** `+49 171 …` → `+49171…`: the digits up to the first that is none are the country's; without any it is 1. */
function phoneNumber(text: string): string {
  const [, country = '1', rest = ''] = /^\s*(?:\+\s*(\d{1,3})(?:\D+|$))?(.*)$/.exec(text) ?? []
  if (/^\s*\+\d{4,15}\s*$/.test(text)) return text.trim()
  const digits = rest.replaceAll(/\D/g, '')
  if (digits.length < 4) throw invalid('--phone: must be a number such as "+49 171 1234567"')
  return `+${country}${digits}`
}

async function webhookOf({ webhook: url, httpBody, certErrors }: RecipientFlags) {
  if (certErrors === 'ignore')
    throw invalid(
      '--cert-errors ignore: a certificate that cannot be trusted is never accepted; name its authority with --channel webhook --set ca=@FILE',
    )
  if (url === '') return null
  const body = httpBody === undefined ? {} : { template: await bodyIn(httpBody) }
  const settings = { ...(url !== undefined && { url }), ...body }
  return Object.keys(settings).length > 0 ? settings : undefined
}

async function channelOf({ channel, set = [] }: RecipientFlags): Promise<Record<string, Settings>> {
  if (channel === undefined && set.length > 0) throw invalid('--set belongs to --channel')
  return channel === undefined ? {} : { [channel]: await readSettings(set) }
}

/** What flags say of a recipient; what they do not name is absent. */
export async function recipientOf(flags: RecipientFlags) {
  const { name, email, phone, generateToken } = flags
  const webhook = await webhookOf(flags)
  const { webhook: more, ...channels } = await channelOf(flags)
  const ways = {
    ...(email !== undefined && { email: email === '' ? null : { to: email } }),
    ...(phone !== undefined && { sms: phone === '' ? null : { to: phoneNumber(phone) } }),
    ...(webhook !== undefined && { webhook: webhook === null ? null : { ...webhook, ...more } }),
    ...(webhook === undefined && more && { webhook: more }),
    ...channels,
  }
  return {
    ...(name !== undefined && { name }),
    ...(Object.keys(ways).length > 0 && { ways }),
    ...(generateToken && { generate_token: true }),
  }
}
