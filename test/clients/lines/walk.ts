/** What the walk through every command of Commander says where a command needs something said. */

/** By the name that Commander's parsers have for an argument. */
export const values: Readonly<Record<string, string>> = {
  email: 'mei@example.com',
  enterprise_user_ids: '1',
  folder: 'Production',
  node: 'Example',
  paths: 'Mailbox',
  record: 'Mailbox',
  records: 'Mailbox',
  uid: 'Mailbox',
  user: 'mei@example.com',
  username: 'mei@example.com',
}

/** Whole lines, where what the parser cannot do without is not what anybody would type. */
export const lines: Readonly<Record<string, string>> = {
  add: 'add -f -t Older --login=me --pass=secret',
  'append-notes': 'append-notes --notes=more Scratch',
  'audit-alert add': 'audit-alert add --name=Walk --audit-event=login',
  'audit-alert delete': 'audit-alert delete --force Spare',
  'audit-alert disable': 'audit-alert disable Guesses',
  'audit-alert edit': 'audit-alert edit Guesses --frequency=2:hour',
  'audit-alert enable': 'audit-alert enable Guesses',
  'audit-alert history': 'audit-alert history Guesses',
  'audit-alert recipient': 'audit-alert recipient Guesses add --name=Ops --email=ops@example.com',
  'audit-alert reset-counts': 'audit-alert reset-counts Guesses',
  cd: 'cd /',
  'clipboard-copy': 'clipboard-copy --output=stdout Mailbox',
  convert: 'convert -f -t login Mailbox',
  edit: 'edit -r Scratch --login=us',
  'enterprise-node': 'enterprise-node --add Branch',
  'enterprise-role': 'enterprise-role --add Helpers',
  'enterprise-team': 'enterprise-team --add Helpers',
  'enterprise-user': 'enterprise-user -f --lock mei@example.com',
  export: 'export --format=json exported.json',
  'keeper-fill set': 'keeper-fill set --auto-fill=on Mailbox',
  ln: 'ln Scratch Production',
  login: 'login owner@example.com',
  mkdir: 'mkdir -sf -a Fresh',
  mv: 'mv -f Scratch Production',
  'one-time-share create': 'one-time-share create -e 1h Mailbox',
  'pam legacy': 'pam legacy --status',
  'password-report': 'password-report --length=8',
  'public-api-key generate': 'public-api-key generate --name=Walk --integrations=SIEM:1',
  'public-api-key revoke': 'public-api-key revoke --force nothing',
  'record-add': 'record-add -t Scratch -rt login login=me',
  'record-permission': 'record-permission -f --action=grant -s -d Production',
  'record-update': 'record-update -r Scratch login=you',
  rmdir: 'rmdir -f Renamed',
  rndir: 'rndir -n Renamed Fresh',
  rotate: 'rotate Mailbox',
  'secrets-manager': 'secrets-manager app list',
  'security-audit sync': 'security-audit sync -f --soft mei@example.com',
  'share-folder': 'share-folder -e mei@example.com Production',
  'share-record': 'share-record -f -e mei@example.com Mailbox',
  sleep: 'sleep 0',
  'transfer-user': 'transfer-user -f --target-user=owner@example.com mei@example.com',
  'transform-folder': 'transform-folder --dry-run Production',
  tree: 'tree',
  'trash purge': 'trash purge -f',
}

/** What would end the walk: other tests do it. */
export const leftOut: readonly string[] = ['logout', 'supershell']

/** What does not show why it was refused, and what it does instead. */
export const reportsItself: Readonly<Record<string, string>> = {
  'pam tunnel diagnose': 'tries which ways lead to a gateway, and reports that none does',
}
