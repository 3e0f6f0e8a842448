import { does, type Line } from './line.ts'

const applications = 'secrets-manager app list --format json'
const application = (name: string): Line => ({
  commander: `secrets-manager app get ${name} --format json`,
  ours: `secrets-manager app get ${name} --format json`,
  rows: 'application',
})

/** What both say of applications, and what Commander does with them. */
export const applicationLines: readonly Line[] = [
  { commander: 'secrets-manager app list', ours: applications, rows: 'applications' },
  {
    commander: 'secrets-manager app list --format json',
    ours: applications,
    rows: 'applications',
  },
  does('secrets-manager apps'),
  does('secrets-manager app get Builds'),
  application('Builds'),
  does('secrets-manager app create Deploys'),
  does('secrets-manager app create Deploys'),
  does('secrets-manager share add --app Deploys --secret @Mailbox'),
  does('secrets-manager share add --app Deploys --secret @Production --editable'),
  does('secrets-manager share add --app Deploys --secret @Mailbox'),
  application('Deploys'),
  does('secrets-manager share update --app Deploys --secret @Mailbox --editable'),
  does(
    'secrets-manager share update --app Deploys --secret @Mailbox --secret @Production --readonly',
  ),
  does('secrets-manager share update --app Deploys --secret @Mailbox --readonly'),
  // As a table: what was shared at once has no order, and a table is put in one.
  does('secrets-manager app get Deploys'),
  does('secrets-manager share remove --app Deploys --secret @Mailbox'),
  does('secrets-manager client add --app Deploys --name fleet --count 2'),
  does('secrets-manager client add --app Deploys --name open --unlock-ip'),
  does('secrets-manager client add --app Deploys --name brief -x 10 -p 60'),
  does('secrets-manager app get Deploys'),
  application('Deploys'),
  { commander: 'secrets-manager app list', ours: applications, rows: 'applications' },
  does('secrets-manager client list'),
  does(`secrets-manager client remove --app Deploys --client open --force`),
  does(`secrets-manager client remove --app Deploys --client nobody --force`),
  application('Deploys'),
  does(`secrets-manager client remove --app Deploys --client all --force`),
  application('Deploys'),
  does('secrets-manager token add Deploys --name spare'),
  does('secrets-manager app update Deploys --name Builds'),
  does('secrets-manager app update Deploys --name Another'),
  application('Another'),
  {
    commander: 'secrets-manager usage --timeline --format json',
    ours: 'secrets-manager usage --timeline --format json',
    rows: 'counts',
  },
  does('secrets-manager app remove Another --force'),
  {
    commander: 'secrets-manager app list --format json',
    ours: applications,
    rows: 'applications',
  },
]
