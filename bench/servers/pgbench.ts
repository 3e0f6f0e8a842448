import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { programs } from '../../test/postgres/cluster.ts'

const seconds = 3

/** Bytes of an event as a read leaves it, and a hash beside it. */
const event = `insert into bench_events (body, leaf) values (repeat('x', 700), decode(repeat('00', 32), 'hex'));`

/** Tables like those that a commit of ours writes to. */
export const benchTables = `
  create table bench_events (id bigint generated always as identity primary key, body text not null, leaf bytea not null);
  create table bench_devices (device text primary key, seen_at bigint, calls bigint not null);
  create table bench_replays (device text, bucket integer, seen text not null, primary key (device, bucket));
  create table bench_calls (device text primary key, started bigint not null, calls bigint not null);
  insert into bench_devices select n::text, 0, 0 from generate_series(1, 24) n;
  insert into bench_calls select n::text, 0, 0 from generate_series(1, 24) n`

/** What is written in one commit: by an append, and by a read of a device. */
const scripts = {
  append: `begin; ${event} commit;`,
  read: `\\set device random(1, 24)
\\set bucket random(0, 4095)
begin;
insert into bench_replays values (:device, :bucket, repeat('x', 8)) on conflict (device, bucket) do update set seen = bench_replays.seen || excluded.seen;
update bench_devices set seen_at = 1, calls = calls + 1 where device = (:device)::text;
update bench_calls set calls = calls + 1 where device = (:device)::text;
${event}
commit;`,
} as const

/** Commits a second that PostgreSQL's own measuring program reaches. */
export function pgbench(database: string, name: keyof typeof scripts, clients: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'keepwatch-pgbench-'))
  try {
    const file = join(folder, 'script.sql')
    writeFileSync(file, scripts[name])
    const flags = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds)]
    const said = execFileSync(join(programs(), 'pgbench'), [...flags, '-f', file, database], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return Number(/tps = ([\d.]+)/.exec(said)?.[1])
  } finally {
    rmSync(folder, { recursive: true })
  }
}
