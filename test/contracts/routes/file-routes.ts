import { announced, announcement } from '../../support/file-sender.ts'
import {
  type Ask,
  type Case,
  type Declaration,
  leaves,
  never,
} from '../../support/route-declaration.ts'
import { away, home, send, type World } from '../../support/route-world.ts'
import { type UploadForm, uploadForms } from '../../support/upload-forms.ts'

/** Where the bytes of files come and go. */

const upload = '/api/files/upload'
const [{ type, body }] = uploadForms as readonly [UploadForm]
const size = 500

const announce = async ({ device, vault }: World) =>
  (await announced(device, announcement(vault.inFolder, size))).token

const sentWith =
  (tokenOf: (world: World) => Promise<string>, address = home): Ask =>
  async (world) => {
    const bytes = new Uint8Array(body(await tokenOf(world), Buffer.alloc(size)))
    return { path: upload, address, form: { type, body: bytes } }
  }

/** The path of a link to a file that was just stored. */
async function linkOf(world: World): Promise<string> {
  const { device, vault, url } = world
  await send(url, 'POST', await sentWith(announce)(world))
  const { json } = await device.call('get_files', { fileUids: await fileUids(world) })
  const files = json['files'] as readonly { readonly url: string }[]
  return new URL(files.at(-1)?.url ?? `${url}/${vault.inFolder}`).pathname
}

async function fileUids({ device, vault }: World): Promise<readonly string[]> {
  const { json } = await device.call('get_secret', { requestedRecords: [vault.inFolder] })
  const folders = json['folders'] as readonly {
    readonly records: readonly { readonly files: readonly { readonly fileUid: string }[] }[]
  }[]
  return folders[0]?.records[0]?.files.map(({ fileUid }) => fileUid) ?? []
}

/** What is prepared leaves events of its own: it is made before anybody watches, anew each time. */
function madeBefore(make: (world: World) => Promise<string>) {
  let made: Promise<string> | undefined
  return {
    get: (world: World) => made ?? make(world),
    first: async (world: World) => {
      made = make(world)
      await made
      return { path: '/healthz' }
    },
  }
}

const fetched =
  (pathOf: (world: World) => Promise<string>, address = home): Ask =>
  async (world) => ({ path: await pathOf(world), address })

const denied = 'app_client_access_denied'

const [token, awayToken] = [madeBefore(announce), madeBefore(announce)]
const [link, awayLink] = [madeBefore(linkOf), madeBefore(linkOf)]

/** The same thing used twice. */
function twice(make: (world: World) => Promise<string>, use: (of: typeof make) => Ask) {
  let made: Promise<string> | undefined
  const once = (world: World) => {
    made ??= make(world)
    return made
  }
  return { ask: use(once), first: use(once) }
}

const spentToken = twice(announce, sentWith)
const spentLink = twice(linkOf, fetched)

const gone = madeBefore(async (world) => {
  const path = await linkOf(world)
  const [unwanted] = (await fileUids(world)).slice(-1)
  const { json } = await world.device.call('get_secret', {
    requestedRecords: [world.vault.inFolder],
  })
  const folders = json['folders'] as readonly {
    readonly records: readonly { revision: number }[]
  }[]
  await world.device.call('update_secret', {
    recordUid: world.vault.inFolder,
    data: Buffer.alloc(412).toString('base64'),
    revision: folders[0]?.records[0]?.revision,
    links2Remove: [unwanted],
  })
  return path
})

const prepared = (thing: ReturnType<typeof madeBefore>, one: Case): Case => ({
  ...one,
  first: thing.first,
})

export const fileRoutes: Readonly<Record<string, Declaration>> = {
  [`POST ${upload}`]: {
    needs: 'device',
    'no session': leaves(
      403,
      sentWith(async () => 'AAAA'),
      denied,
    ),
    'not allowed': never('who may announce a file may send it'),
    malformed: leaves(400, () => ({ path: upload, text: 'junk' }), denied),
    'not found': never('what was not announced has no token'),
    throttled: never('files are announced first, and that is limited'),
    'locked address': prepared(awayToken, leaves(403, sentWith(awayToken.get, away), denied)),
    replay: { ...leaves(403, spentToken.ask, denied), first: spentToken.first },
    ok: prepared(
      token,
      leaves(201, sentWith(token.get), 'file_attachment_uploaded', 'app_client_record_update'),
    ),
  },
  'GET /api/files/:ticket': {
    needs: 'device',
    'no session': leaves(403, () => ({ path: '/api/files/AAAA' }), denied),
    'not allowed': never('who may read a record may fetch its files'),
    malformed: leaves(403, () => ({ path: '/api/files/%20' }), denied),
    'not found': prepared(gone, leaves(404, fetched(gone.get), denied)),
    throttled: never('each link works once, and reading the record for a new one is limited'),
    'locked address': prepared(awayLink, leaves(403, fetched(awayLink.get, away), denied)),
    replay: { ...leaves(403, spentLink.ask, denied), first: spentLink.first },
    ok: prepared(link, leaves(200, fetched(link.get), 'file_attachment_downloaded')),
  },
}
