import { writeFileSync } from 'node:fs'
import { getNotationResults, localConfigStorage } from '@keeper-security/secrets-manager-core'

/** A program as its users write it: `node read-notation.ts CONFIG NOTATION` prints the value with a saved configuration. */
const [config, notation = ''] = process.argv.slice(2)
const values = await getNotationResults({ storage: localConfigStorage(config) }, notation)
writeFileSync(process.stdout.fd, `${values.join('\n')}\n`)
