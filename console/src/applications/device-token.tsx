import { Button, Modal, Tabs } from '@mantine/core'
import { Copy } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { saveFile } from '../reports/save-file.ts'
import { useConnect } from './application-data.ts'
import type { NewDevice } from './new-device.ts'
import { type Snippet, snippets } from './snippets.ts'

type Props = { readonly device: NewDevice | undefined; readonly close: () => void }

const placed = {
  first: 'the device is then locked to the address it comes from',
  network: 'the device is then locked to the network it comes from',
  anywhere: 'the device may come from anywhere',
} as const

/** What this page alone has, and shows once: the token, or the configuration that it was spent for. */
const Secret = ({ device, json }: { readonly device: NewDevice; readonly json?: string }) =>
  json === undefined ? (
    <>
      <p className="soft">
        It is shown now and never again, because only this page has it. It is good for one first
        connection within an hour, and {placed[device.place]}.
      </p>
      <div className="command">
        <code data-testid="token">{device.token}</code>
        <Copy text={device.token}>Copy</Copy>
      </div>
    </>
  ) : (
    <>
      <p className="soft">
        The token is spent: this browser has connected with it. The configuration is shown now and
        never again, and whoever has it is the device.
      </p>
      <div className="row">
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Icon name="down" size={13} />}
          onClick={() => saveFile('ksm-config.json', 'application/json', json)}
        >
          ksm-config.json
        </Button>
        <Copy text={device.configured ?? ''}>Copy as base64</Copy>
      </div>
    </>
  )

type OneProps = {
  readonly snippet: Snippet
  readonly device: NewDevice
  readonly connect: () => void
}

const One = ({ snippet, device, connect }: OneProps) => (
  <>
    {snippet.note && <p className="soft snippet-note">{snippet.note}</p>}
    {snippet.takes === 'configuration' && device.configured === undefined && (
      <p className="snippet-note">
        It takes a configuration instead of a token.{' '}
        {device.place === 'anywhere' ? (
          <Button size="compact-xs" variant="light" onClick={connect}>
            Make it here
          </Button>
        ) : (
          'This device would be locked to the address of this browser: add one that may come from anywhere, and make it there.'
        )}
      </p>
    )}
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
    <pre className="json" tabIndex={0}>
      {snippet.of(device)}
    </pre>
    <Copy text={snippet.of(device)}>Copy</Copy>
  </>
)

function Handed({ device, close }: { readonly device: NewDevice; readonly close: () => void }) {
  const { mutate, data, error } = useConnect()
  const known = { ...device, ...(data && { configured: data.base64 }) }
  const shown = snippets.filter(({ takes }) => data === undefined || takes === 'configuration')
  return (
    <div className="stack">
      <Secret device={known} {...(data && { json: data.json })} />
      {error && <Trouble error={error} />}
      <Tabs
        key={data ? 'configured' : 'token'}
        defaultValue={shown[0]?.name ?? null}
        keepMounted={false}
      >
        <Tabs.List>
          {shown.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map((snippet) => (
          <Tabs.Panel key={snippet.name} value={snippet.name}>
            <One snippet={snippet} device={known} connect={() => mutate(device)} />
          </Tabs.Panel>
        ))}
      </Tabs>
      <Button onClick={close}>
        {data ? 'I have kept the configuration' : 'I have kept the token'}
      </Button>
    </div>
  )
}

/** The only time that anybody sees a device's token. */
export const DeviceToken = ({ device, close }: Props) => (
  <Modal
    opened={device !== undefined}
    onClose={close}
    title={`The token of ${device?.name ?? ''}`}
    size="xl"
    closeOnClickOutside={false}
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {device && <Handed key={device.token} device={device} close={close} />}
  </Modal>
)
