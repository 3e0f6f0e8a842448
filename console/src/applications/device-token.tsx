import { Button, Modal, Tabs } from '@mantine/core'
import { Copy } from '../parts/copy.tsx'
import type { NewDevice } from './application-data.ts'
import { snippets } from './snippets.ts'

type Props = { readonly device: NewDevice | undefined; readonly close: () => void }

/** The only time that anybody sees a device's token. */
export function DeviceToken({ device, close }: Props) {
  return (
    <Modal
      opened={device !== undefined}
      onClose={close}
      title={`The token of ${device?.name ?? ''}`}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {device && (
        <div className="stack">
          <p className="soft">
            It is shown now and never again, because only this page has it. It is good for one first
            connection within an hour, and the device is then locked to the address it comes from.
          </p>
          <div className="command">
            <code data-testid="token">{device.token}</code>
            <Copy text={device.token}>Copy</Copy>
          </div>
          <Tabs defaultValue="JavaScript" keepMounted={false}>
            <Tabs.List>
              {snippets.map(({ name }) => (
                <Tabs.Tab key={name} value={name}>
                  {name}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {snippets.map(({ name, of }) => (
              <Tabs.Panel key={name} value={name}>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
                <pre className="json" tabIndex={0}>
                  {of(device)}
                </pre>
                <Copy text={of(device)}>Copy the program</Copy>
              </Tabs.Panel>
            ))}
          </Tabs>
          <Button onClick={close}>I have kept the token</Button>
        </div>
      )}
    </Modal>
  )
}
