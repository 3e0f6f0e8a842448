/** What stands below the flags in the help of `audit-log`. */
export const examples = `
The position is the number of the last event, kept for each server and file. A file is extended, whole or not at all, and
never holds an event twice; when it was moved away, the next run goes on in a new one.

Examples:
  $ keepwatch audit-log --target json --file-path audit.json
  $ keepwatch audit-log --target json --record "Audit Log: JSON" --anonymize
  $ keepwatch audit-log --target json --file-path week.json --days 7`
