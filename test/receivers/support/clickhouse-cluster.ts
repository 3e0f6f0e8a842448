import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectTo } from '../../../src/projection/clickhouse/connection.ts'
import { placeOf } from '../../../src/projection/clickhouse/place.ts'
import { password, users } from './analytics.ts'
import { freePort, type RunningProgram, runProgram } from './process.ts'
import { programOf, zookeeperFolder } from './servers.ts'
import { newStage, type Stage } from './stage.ts'

/** A server of a cluster: the same Debian server as anywhere, which knows the others. */
export type Member = {
  readonly url: string
  readonly program: RunningProgram
  /** Asks this server, past the engine. */
  ask(sql: string): Promise<readonly (readonly unknown[])[]>
  /** Asks again until the first cell of the answer is this. */
  until(sql: string, is: number): Promise<void>
}

/** Shards of a cluster, each as the numbers of its servers; a server is in the same shard in all clusters. */
export type Shards = readonly (readonly number[])[]

export type ClickhouseCluster = {
  readonly members: readonly Member[]
  stop(): Promise<void>
}

/** Whoever does not say goodbye is known to be gone after so long: long enough for a machine that has other work. */
const sessionMs = 30_000

/** What a ZooKeeper says of itself; nothing while it does not answer yet. */
async function saysOfItself(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', timeout: 1_000 })
  socket.once('timeout', () => socket.destroy(new Error('no answer')))
  try {
    socket.write('srvr')
    return await text(socket)
  } catch {
    return ''
  }
}

/** Waits until it answers, and so many have a session. Debian's ClickHouse falls over when it is told something for all before it has one. */
async function untilConnected(port: number, least: number): Promise<void> {
  const connections = async () => /Connections: (\d+)/.exec(await saysOfItself(port))?.[1] ?? 0
  // The question is a connection, too.
  while (Number(await connections()) <= least) await sleep(50)
}

async function startZookeeper() {
  const stage = await newStage('zookeeper.cfg')
  const port = stage.ports['CLIENT'] ?? 0
  const java = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
  const program = await runProgram({
    program: 'java',
    args: [
      ...[...java, '-Dzookeeper.forceSync=no', '-cp', join(zookeeperFolder, '*')],
      ...['org.apache.zookeeper.server.ZooKeeperServerMain', stage.configuration],
    ],
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: stage.folder,
    port,
  })
  await untilConnected(port, 0)
  return {
    port,
    async stop() {
      await program.kill('SIGKILL')
      await stage.remove()
    },
  }
}

type Named = Readonly<Record<string, Shards>>

const shardOf = (clusters: Named, at: number): number =>
  1 +
  Math.max(...Object.values(clusters).map((shards) => shards.findIndex((one) => one.includes(at))))

function remoteServers(clusters: Named, stages: readonly Stage[]): string {
  const replica = (at: number) =>
    `<replica><host>127.0.0.1</host><port>${stages[at]?.ports['TCP']}</port><user>keepwatch</user><password>${password}</password></replica>`
  const shard = (members: readonly number[]) =>
    `<shard><internal_replication>true</internal_replication>${members.map(replica).join('')}</shard>`
  return Object.entries(clusters)
    .map(([name, shards]) => `<${name}>${shards.map(shard).join('')}</${name}>`)
    .join('')
}

async function startMember(stage: Stage, more: string): Promise<Member> {
  await writeFile(join(stage.folder, 'users.xml'), users)
  await mkdir(join(stage.folder, 'conf.d'))
  await writeFile(join(stage.folder, 'conf.d', 'cluster.xml'), `<yandex>${more}</yandex>`)
  const { program: file, env } = await programOf('clickhouse', 'usr/sbin/clickhouse-server')
  const args = [`--config-file=${stage.configuration}`]
  const port = stage.ports['HTTPS'] ?? 0
  const program = await runProgram({ program: file, args, env, cwd: stage.folder, port })
  const url = `http://keepwatch:${password}@127.0.0.1:${stage.ports['HTTP']}`
  const place = placeOf(url)
  if (!place) throw new Error('no place')

  async function ask(sql: string) {
    const connection = await connectTo(place as NonNullable<typeof place>)
    try {
      return await connection.rows(sql, AbortSignal.timeout(30_000))
    } finally {
      connection.close()
    }
  }

  return {
    url,
    program,
    ask,
    async until(sql, is) {
      while (Number((await ask(sql))[0]?.[0]) !== is) await sleep(50)
    },
  }
}

type Ground = {
  readonly clusters: Named
  readonly stages: readonly Stage[]
  readonly zookeeper: number
}

/** What a server of a cluster has in its configuration besides what every server has. */
const configurationOf = (
  at: number,
  interserver: number,
  { clusters, stages, zookeeper }: Ground,
) =>
  `<remote_servers>${remoteServers(clusters, stages)}</remote_servers>
  <zookeeper><node><host>127.0.0.1</host><port>${zookeeper}</port></node>
    <session_timeout_ms>${sessionMs}</session_timeout_ms></zookeeper>
  <macros><shard>${shardOf(clusters, at)}</shard><replica>${at}</replica></macros>
  <interserver_http_host>127.0.0.1</interserver_http_host>
  <interserver_http_port>${interserver}</interserver_http_port>
  <distributed_ddl><path>/clickhouse/task_queue/ddl</path></distributed_ddl>`

/** Starts so many servers that know the same clusters, over a ZooKeeper of their own. */
export async function startCluster(count: number, clusters: Named): Promise<ClickhouseCluster> {
  const zookeeper = await startZookeeper()
  const stages: Stage[] = []
  const members: Member[] = []
  async function stop() {
    await Promise.all(members.map(({ program }) => program.stop()))
    await zookeeper.stop()
    await Promise.all(stages.map((stage) => stage.remove()))
  }
  try {
    for (let at = 0; at < count; at++) stages.push(await newStage('clickhouse.xml'))
    const ground = { clusters, stages, zookeeper: zookeeper.port }
    for (const [at, stage] of stages.entries())
      members.push(await startMember(stage, configurationOf(at, await freePort(), ground)))
    await untilConnected(zookeeper.port, count)
  } catch (error) {
    await stop()
    throw error
  }
  return { members, stop }
}
