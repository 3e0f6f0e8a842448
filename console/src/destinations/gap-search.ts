/** What finds gaps and duplicates where the events arrived; the guide explains each (`docs/guides/export-to-a-siem.md`). */

const splunk = `| tstats count where index=security source=keepwatch NOT replay=true by seq
| eval seq=tonumber(seq) | where seq>=0 | sort 0 seq
| streamstats current=f window=1 last(seq) as before
| eval missing=if(seq-before>1, (before+1)."-".(seq-1), null())
| where count>1 OR isnotnull(missing)
| table seq count missing`

const elastic = `FROM logs-keepwatch.audit-*
| WHERE event.sequence >= 0 AND QSTR("NOT keepwatch.replay:true")
| STATS copies = COUNT(*) BY event.sequence
| STATS held = COUNT(*), duplicates = SUM(copies) - COUNT(*) BY thousand = FLOOR(event.sequence / 1000)
| WHERE held < 1000 OR duplicates > 0
| SORT thousand`

const opensearch = `GET keepwatch-audit/_search
{ "size": 0,
  "query": { "bool": {
    "filter": { "range": { "event.sequence": { "gte": 0 } } },
    "must_not": { "term": { "keepwatch.replay": true } } } },
  "aggs": { "thousands": {
    "histogram": { "field": "event.sequence", "interval": 1000 },
    "aggs": {
      "twice": { "terms": { "field": "event.sequence", "min_doc_count": 2, "size": 1000 } },
      "copies": { "stats_bucket": { "buckets_path": "twice>_count" } },
      "held": { "bucket_script": {
        "buckets_path": { "documents": "_count", "copies": "copies.sum", "numbers": "copies.count" },
        "gap_policy": "insert_zeros", "script": "params.documents - params.copies + params.numbers" } },
      "amiss": { "bucket_selector": {
        "buckets_path": { "held": "held", "numbers": "copies.count" },
        "gap_policy": "insert_zeros", "script": "params.held < 1000 || params.numbers > 0" } } } } } }`

const sentinel = `KeeperSecurityEventNewLogs_CL
| where Seq >= 0 and not(coalesce(tobool(Data.replay), false))
| summarize Copies = count() by Seq
| sort by Seq asc
| extend Before = prev(Seq)
| where Copies > 1 or Seq - Before > 1
| project Seq, Copies, MissingFrom = iff(Seq - Before > 1, Before + 1, long(null)), MissingTo = iff(Seq - Before > 1, Seq - 1, long(null))`

const datadog = `a = max of @keepwatch.seq    b = min of @keepwatch.seq    c = unique count of @keepwatch.seq    d = count
missing: a - b + 1 - c       duplicates: d - c`

type Search = { readonly language: string; readonly text: string }

/** By the kind of the destination; what has none is compared with `keepwatch reconcile`. */
export const gapSearches: Readonly<Record<string, Search>> = {
  'splunk-hec': { language: 'Splunk', text: splunk },
  elastic: { language: 'ES|QL', text: elastic },
  opensearch: { language: 'OpenSearch', text: opensearch },
  'azure-logs': { language: 'KQL', text: sentinel },
  datadog: { language: 'Datadog', text: datadog },
}
