/** RELP (rsyslog.com/doc/relp.html): `TXNR SP COMMAND SP DATALEN [SP DATA] LF`, lengths in bytes. */
export type RelpFrame = {
  readonly transaction: number
  readonly command: string
  readonly data: string
}

/** Numbers have nine digits at most, then they begin again at 1; 0 is for hints that nobody answers. */
const lastTransaction = 999_999_999

export const nextTransaction = (transaction: number): number =>
  transaction >= lastTransaction ? 1 : transaction + 1

export function writeRelpFrame({ transaction, command, data }: RelpFrame): string {
  const length = Buffer.byteLength(data)
  return `${transaction} ${command} ${length}${length > 0 ? ` ${data}` : ''}\n`
}

const head = /^(\d{1,9}) ([A-Za-z]{1,32}) (\d{1,9})([ \n])/
const longestHead = 64

type Found = { readonly frame: RelpFrame; readonly end: number }

/** The frame that begins at `at`; undefined when there is more to come. Throws for anything else. */
function frameAt(bytes: Buffer, at: number): Found | undefined {
  const start = bytes.toString('latin1', at, at + longestHead)
  const read = head.exec(start)
  if (!read) {
    if (start.length < longestHead && /^[\w ]*$/.test(start)) return undefined
    throw new Error('the receiver does not speak RELP')
  }
  const [{ length }, transaction, command = '', size, mark] = read
  const from = at + length
  const end = from + (mark === '\n' ? 0 : Number(size) + 1)
  if (bytes.length < end) return undefined
  const data = mark === '\n' ? '' : bytes.toString('utf8', from, end - 1)
  return { frame: { transaction: Number(transaction), command, data }, end }
}

/** Reads frames out of a stream of bytes that is cut anywhere. Throws when it is no RELP. */
export function relpReader(): (bytes: Buffer) => readonly RelpFrame[] {
  let waiting = Buffer.alloc(0)
  return (bytes) => {
    waiting = Buffer.concat([waiting, bytes])
    const frames: RelpFrame[] = []
    let at = 0
    for (let found = frameAt(waiting, 0); found; found = frameAt(waiting, at)) {
      frames.push(found.frame)
      at = found.end
    }
    waiting = waiting.subarray(at)
    return frames
  }
}
