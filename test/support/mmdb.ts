/**
 * Writes a MaxMind DB file, from the published specification (maxmind.github.io/MaxMind-DB, version 2.0): a search tree with
 * records of 24 bits, the data, and the metadata. For tests, so it is small and not fast.
 */

type Value = string | number | readonly Value[] | { readonly [name: string]: Value }

/** Networks such as `203.0.113.0/24` and what is known of them. */
export type Networks = Readonly<Record<string, Value>>

const typeBits = 5
const [string, uint32, map] = [2, 6, 7]
/** Types above 7 are written as 0 and, in the next byte, the number minus 7. */
const array = 11

function control(type: number, size: number): Buffer {
  const extended = type > 7
  const first = (extended ? 0 : type) << typeBits
  const kind = extended ? [type - 7] : []
  if (size < 29) return Buffer.from([first | size, ...kind])
  if (size < 285) return Buffer.from([first | 29, ...kind, size - 29])
  return Buffer.from([first | 30, ...kind, (size - 285) >> 8, (size - 285) & 0xff])
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value)
    return Buffer.concat([control(string, text.length), text])
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([control(uint32, 4), bytes])
  }
  if (Array.isArray(value))
    return Buffer.concat([control(array, value.length), ...value.map(encode)])
  const members = Object.entries(value)
  const parts = members.flatMap(([name, member]) => [encode(name), encode(member)])
  return Buffer.concat([control(map, members.length), ...parts])
}

type Node = [Node | Leaf | undefined, Node | Leaf | undefined]
type Leaf = { readonly offset: number }

/** The bits of a network, IPv4 as the last 32 of 128. */
function bitsOf(network: string): readonly (0 | 1)[] {
  const [address = '', length = ''] = network.split('/')
  const bytes = address.includes(':')
    ? groups(address).flatMap((group) => [group >> 8, group & 0xff])
    : [...new Array<number>(12).fill(0), ...address.split('.').map(Number)]
  const bits = bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1))
  return bits.slice(0, Number(length) + (address.includes(':') ? 0 : 96)) as (0 | 1)[]
}

function groups(address: string): readonly number[] {
  const [left = '', right = ''] = address.split('::')
  const read = (text: string) =>
    text
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16))
  const [head, tail] = [read(left), read(right)]
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail]
}

function insert(root: Node, bits: readonly (0 | 1)[], leaf: Leaf): void {
  let node = root
  for (const bit of bits.slice(0, -1)) {
    const next = node[bit]
    const made: Node = Array.isArray(next) ? next : [undefined, undefined]
    node[bit] = made
    node = made
  }
  node[bits.at(-1) ?? 0] = leaf
}

function treeOf(root: Node): { readonly tree: Buffer; readonly count: number } {
  const nodes: Node[] = [root]
  for (const node of nodes) for (const side of node) if (Array.isArray(side)) nodes.push(side)
  const number = new Map(nodes.map((node, index) => [node, index]))
  const record = (side: Node[0]) => {
    if (side === undefined) return nodes.length
    return Array.isArray(side) ? (number.get(side) ?? 0) : nodes.length + 16 + side.offset
  }
  const tree = Buffer.alloc(nodes.length * 6)
  for (const [index, [left, right]] of nodes.entries()) {
    tree.writeUIntBE(record(left), index * 6, 3)
    tree.writeUIntBE(record(right), index * 6 + 3, 3)
  }
  return { tree, count: nodes.length }
}

const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')])

/** The bytes of a database over these networks. */
export function mmdb(networks: Networks): Buffer {
  const root: Node = [undefined, undefined]
  const data: Buffer[] = []
  let offset = 0
  for (const [network, value] of Object.entries(networks)) {
    const bytes = encode(value)
    insert(root, bitsOf(network), { offset })
    data.push(bytes)
    offset += bytes.length
  }
  const { tree, count } = treeOf(root)
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: 'Test-City',
    description: { en: 'networks of a test' },
    ip_version: 6,
    languages: ['en'],
    node_count: count,
    record_size: 24,
  })
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata])
}

/** What a city database says of a network. */
export const cityEntry = (country: string, region?: string, city?: string): Value => ({
  country: { iso_code: country },
  ...(region && { subdivisions: [{ names: { en: region } }] }),
  ...(city && { city: { names: { en: city } } }),
})
