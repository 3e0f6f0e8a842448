/** What stands below the flags in the help of `audit-report`. */
export const examples = `
When (--created):
  today, yesterday, last_24_hours, last_7_days, last_30_days,
  month_to_date, last_month, year_to_date, last_year
  ">= 2026-11-01", "< 2026-11-01T12:00:00Z", "between 2026-11-01 and 2026-11-08",
  "in (2026-11-01, 2026-11-05)"; epoch seconds work too. Times are UTC unless --timezone says otherwise.

Lists (--event-type, --username, UIDs, --ip-address): repeat the flag, or write "in (a, b)".

Patterns filter the rows after they were fetched, so --limit 10 may show fewer:
  text  regex:TEXT  exact:CELL  not:TEXT  not:regex:TEXT  not:exact:CELL

Examples:
  $ keepwatch audit-report --created today
  $ keepwatch audit-report --event-type app_client_access --device ci-runner --report-format fields
  $ keepwatch audit-report --report-type day --columns device_name --created last_7_days --timezone Europe/Berlin
  $ keepwatch audit-report --event-type app_client_access_denied --geo-location "Bavaria,DE" --device-type "Python SDK,17"
  $ keepwatch audit-report --event-type app_client_access_denied --created last_7_days --save "Denied this week"
  $ keepwatch audit-report --run "Denied this week" --format csv
  $ keepwatch audit-report --run least-grant --app Builds --created last_30_days
  $ keepwatch audit-report --run access-by-record --output review.csv --format csv --sign-off "Q4: two devices removed"
  $ keepwatch audit-report --created last_month --limit -1 --format pdf --output november.pdf
  $ keepwatch audit-report --record-uid 5Fq0fqKz7mWkN7jS3n8aXw --limit -1 --format csv --output access.csv`
