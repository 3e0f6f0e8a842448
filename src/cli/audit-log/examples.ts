/** What stands below the flags in the help of `audit-log`. */
export const examples = `
The position is the number of the last event that was taken, kept for each server and target. A run that could not deliver
everything says what was sent and why it stopped, ends with exit code 1, and the next one goes on there. Events that were refused
for good are named and tried again in the next run. Certificates are always verified: --set ca=@FILE for an own authority.

A json file is extended, whole or not at all, and never holds an event twice; when it was moved away, the next run goes on in a
new one.

Examples:
  $ keepwatch audit-log --target json --file-path audit.json
  $ keepwatch audit-log --target splunk --url https://splunk.example.com:8088 --token @hec-token
  $ keepwatch audit-log --target syslog-port --syslog-host logs.example.com --use-ssl --octet-counting
  $ keepwatch audit-log --target sumo --record "Audit Log: Sumologic" --anonymize
  $ keepwatch audit-log --target elastic --set url=https://es.example.com:9200 --set api_key=@key --days 7`
