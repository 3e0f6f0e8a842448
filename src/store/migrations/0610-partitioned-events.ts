import type { Migration } from './migration.ts'

/** The width that `distributed/partitions.ts` goes on with. */
const width = 1_048_576

/**
 * The events of PostgreSQL in parts by their numbers. What there is becomes the first part as it stands: it only gets another name. Where
 * that would have to be read to the end, to know that all numbers are in it, `distributed/confine.ts` has seen to it before
 * and put the end into the name of a constraint.
 */
const split = `do $split$
  declare bound bigint;
  begin
    lock table events in access exclusive mode;
    select substring(conname from '^events_before_([0-9]+)$')::bigint into bound from pg_constraint
      where conrelid = 'events'::regclass and convalidated and conname ~ '^events_before_[0-9]+$';
    if bound is null then
      select (coalesce(max(seq), 0) / ${width} + 1) * ${width} into bound from events;
    end if;
    alter table events rename to events_0;
    alter index events_pkey rename to events_0_pkey;
    create table events (seq bigint primary key, body text not null, leaf bytea not null) partition by range (seq);
    execute format('alter table events attach partition events_0 for values from (0) to (%s)', bound);
    execute format('alter table events_0 drop constraint if exists events_before_%s', bound);
    execute format('create table events_%s partition of events for values from (%s) to (%s)', bound, bound, bound + ${width});
  end $split$`

/** Retention drops whole parts instead of deleting rows. SQLite has one writer, and a file, and keeps its table. */
export const partitionedEvents: Migration = {
  version: 610,
  statements: ({ engine }) => (engine === 'sqlite' ? [] : [split]),
}
