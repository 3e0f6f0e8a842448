import type { ClickHouseSettings } from '@clickhouse/client'

const statementMs = 70_000
const memoryBytes = 2_000_000_000
/** Beyond it, what is grouped or sorted goes to the disk. */
const spillBytes = 1_000_000_000

/** What a question may take, and how it is answered. */
const asking: ClickHouseSettings = {
  max_execution_time: statementMs / 1_000,
  max_memory_usage: String(memoryBytes),
  max_bytes_before_external_group_by: String(spillBytes),
  max_bytes_before_external_sort: String(spillBytes),
  max_query_size: '1000000000',
  output_format_json_quote_64bit_integers: 0,
}

/** The same for one of the last years. Rows that were written twice are alike and lie in one partition, which makes it faster. */
const askingCurrent: ClickHouseSettings = {
  ...asking,
  /** It may change nothing, so it is stopped when we go away. */
  readonly: '2',
  cancel_http_readonly_queries_on_client_close: 1,
  do_not_merge_across_partitions_select_final: 1,
  optimize_move_to_prewhere_if_final: 1,
  use_skip_indexes_if_final: 1,
}

/** How long the servers of a cluster may take to do what all of them are told, in seconds. */
const toldSeconds = 10

/** A server that we talk to: whether it has the settings of the last years, and is asked as one of a cluster. */
export type Kind = { readonly isCurrent: boolean; readonly isCluster: boolean }

/** In a cluster a replica reads nothing that may be taken back, and refuses while it has not got what was confirmed. */
export const readingSettings = ({ isCurrent, isCluster }: Kind): ClickHouseSettings => ({
  ...(isCurrent ? askingCurrent : asking),
  ...(isCluster && { select_sequential_consistency: '1' }),
})

export const tellingSettings = ({ isCluster }: Kind): ClickHouseSettings =>
  isCluster ? { distributed_ddl_task_timeout: String(toldSeconds), wait_end_of_query: 1 } : {}

/**
 * A block that was written before is dropped by its number when it is read, and by nothing else. In a cluster it is confirmed when its
 * shard has it, on two servers where there are as many `copies`; block after block, without which reading could not tell what is missing.
 */
export const writingSettings = (
  { isCurrent, isCluster }: Kind,
  copies: number,
): ClickHouseSettings => ({
  insert_deduplicate: 0,
  ...(isCurrent && { async_insert: 0 }),
  ...(isCluster && { insert_distributed_sync: 1 }),
  ...(copies > 1 && { insert_quorum: '2', ...(isCurrent && { insert_quorum_parallel: 0 }) }),
})
