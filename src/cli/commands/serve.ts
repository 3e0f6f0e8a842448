import type { Command } from 'commander'
import type { CliCommand } from '../command.ts'

const examples = `
Examples:
  keepwatch serve
  keepwatch serve --data /var/lib/keepwatch --listen 0.0.0.0:443 --hostname keepwatch.example.com
  keepwatch serve --tls off --trusted-proxies 10.0.0.0/8`

/** The databases that several servers can share. */
const withDatabases = (command: Command): Command =>
  command
    .option('--database-url <url>', 'PostgreSQL instead of the embedded store: postgres://…')
    .option(
      '--replica-url <url>',
      'a standby of it that reports read from, when it is not behind (KEEPWATCH_REPLICA_URL)',
    )
    .option(
      '--database-connections <number>',
      'how many it opens there at most (KEEPWATCH_DATABASE_CONNECTIONS; default 25)',
    )
    .option(
      '--database-statement-timeout <seconds>',
      'how long a statement may take there (KEEPWATCH_DATABASE_STATEMENT_TIMEOUT; default 30)',
    )
    .option(
      '--database-lock-timeout <seconds>',
      'how long one waits for what another change holds (KEEPWATCH_DATABASE_LOCK_TIMEOUT; default half of that)',
    )
    .option(
      '--database-connect-timeout <seconds>',
      'how long one waits for a connection (KEEPWATCH_DATABASE_CONNECT_TIMEOUT; default 10)',
    )
    .option('--analytics-url <url>', 'a ClickHouse that answers reports: https://…/DATABASE')
    .option('--analytics-ca <file>', 'who signs its certificate, if not one whom the system knows')
    .option(
      '--analytics-cluster <name>',
      'a cluster that it knows, to keep replicas and shards on (KEEPWATCH_ANALYTICS_CLUSTER)',
    )

export const serve: CliCommand = {
  name: 'serve',
  add: (program, environment) => {
    const command = program
      .command('serve')
      .description('run the server')
      .option('--data <folder>', 'store, keys and certificates (default ./data)')
      .option('--listen <host:port>', 'address to listen on (default 127.0.0.1:8443)')
      .option('--hostname <name>', 'what tokens and certificates name (default localhost)')
      .option('--tls <on|off>', 'off behind a proxy that speaks TLS')
      .option('--tls-cert <file>', 'certificate, instead of one of our own')
      .option('--tls-key <file>', 'its key')
      .option('--trusted-proxies <cidr,…>', 'whose X-Forwarded-For counts')
      .option(
        '--allow-private-targets <cidr,…>',
        'networks that exports may reach besides public addresses, for a SIEM of your own',
      )
      .option('--key-file <file>', 'holds the key that seals the keys in the data folder')
      .option('--key-command <command>', 'prints that key')
    withDatabases(command)
      .option(
        '--disk-reserve <bytes>',
        'below so much free space no secrets are given out (default 256 MiB, or 1 % of the volume)',
      )
      .option(
        '--device-limit <requests/seconds>',
        'how often a device may make the same call (default 100/10)',
      )
      .option('--oldest-clients <version,…>', 'refuse older SDKs, for example ms17.5.0,mp17.3.0')
      .option('--file-limit <bytes>', 'the largest file on a record (default 100 MiB)')
      .option('--file-quota <bytes>', 'what the files of one person may take (default 10 GiB)')
      .option(
        '--files-url <url>',
        'a bucket for files: s3://BUCKET/PREFIX?region=…&endpoint=… (keys from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)',
      )
      .option('--retention-days <days>', 'drop events after so many days (default: never)')
      .option('--retention <class=days,…>', 'the same by class, for example usage=90,ksm=3650')
      .option('--prune-undelivered', 'drop even what an export has not had, on the record')
      .option(
        '--witness <url>',
        'has each checkpoint of the log cosigned there (C2SP tlog-witness)',
      )
      .option('--witness-key <vkey>', 'its public key: name+id+base64')
      .option('--geoip-db <file>', 'an MMDB file that says where addresses are')
      .option('--commander', 'let Keeper Commander log in (see the guide to it)')
      .option('--log-level <level>', 'trace, debug, info, warn, error or silent')
      .option('--accept-rollback', 'go on with a store that lost signed events, as a new log')
      .option('--demo', 'fill an example organisation and run a small fleet against it')
      .addHelpText('after', examples)
      .action((flags) => environment.serve(flags))
  },
}
