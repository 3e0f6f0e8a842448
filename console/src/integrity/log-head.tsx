import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { amount } from '../parts/amount.ts'
import { Copy } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { saveFile } from '../reports/save-file.ts'
import { forgetLog, type KnownLog } from './known-log.ts'

const text = 'text/plain; charset=utf-8'

const Continues = ({ before, size }: KnownLog) =>
  before === undefined ? (
    <p className="soft">
      This browser sees the log for the first time: from now on it remembers the key and the
      checkpoint, and will tell when either does not fit any more.
    </p>
  ) : (
    <p className="soft">
      It continues what this browser saw <Moment at={before.at} as="ago" />: proved over all{' '}
      {amount(size, 'event')}.
    </p>
  )

/** The log as it stands: how long, by whom signed, and whether it is the one that this browser knew. */
export function LogHead({ log }: { readonly log: KnownLog }) {
  const { failure, size, checkpoint } = log
  return (
    <section className={failure === undefined ? 'panel head' : 'panel head head-fails'}>
      <h2>
        <Icon name="lock" />
        {failure === undefined ? `${amount(size, 'event')}, signed` : 'This is not the log it was'}
      </h2>
      {failure === undefined ? <Continues {...log} /> : <p role="alert">{failure}</p>}
      <div className="row">
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Icon name="down" size={13} />}
          onClick={() => saveFile(`checkpoint-${size}.note`, text, checkpoint)}
        >
          Keep this checkpoint
        </Button>
        <span className="soft">
          Whoever keeps one can prove later that the log was changed or put back.
        </span>
      </div>
      <details>
        <summary>As text</summary>
        <pre className="json">{checkpoint}</pre>
        <Copy text={checkpoint}>Copy</Copy>
      </details>
    </section>
  )
}

const shortKey = (vkey: string) => {
  const [name = '', id = ''] = vkey.split('+')
  return `${name}+${id}`
}

/** The keys that sign the log, and whether this browser knows them. */
export function LogKeys({ log }: { readonly log: KnownLog }) {
  const client = useQueryClient()
  const { vkeys, known, isForeign } = log
  const old = known.filter((vkey) => !vkeys.includes(vkey))
  const trust = () => {
    forgetLog()
    void client.invalidateQueries({ queryKey: ['known-log'] })
  }
  return (
    <section className="panel stack">
      <h2>Keys</h2>
      <ul className="stack">
        {vkeys.map((vkey) => (
          <li key={vkey} className="log-key">
            <span className={known.includes(vkey) ? 'outcome' : 'outcome outcome-failure'}>
              {known.includes(vkey) ? 'known here' : 'not known here'}
            </span>
            <code title={vkey}>{shortKey(vkey)}</code>
            <Copy text={vkey}>Copy</Copy>
          </li>
        ))}
        {old.map((vkey) => (
          <li key={vkey} className="log-key">
            <span className="soft">signs no more</span>
            <code title={vkey}>{shortKey(vkey)}</code>
          </li>
        ))}
      </ul>
      <p className="soft">
        Compare with the file <code>log-vkey</code> of the server’s data folder. A new key is made
        with <code>keepwatch log rotate-key</code>; it is believed here once a known key has signed
        beside it.
      </p>
      {isForeign && (
        <Button size="compact-xs" variant="default" onClick={trust} className="fit">
          I have compared them: trust this key from now on
        </Button>
      )}
    </section>
  )
}
