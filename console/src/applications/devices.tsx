import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Vault } from '../../../src/client/vault.ts'
import { Command } from '../parts/copy.tsx'
import { Moment } from '../parts/moment.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { type Device, type Opened, useAddDevice, useRemoveDevice } from './application-data.ts'
import { DeviceForm } from './device-form.tsx'
import { DeviceToken } from './device-token.tsx'
import type { NewDevice } from './new-device.ts'

function stateOf({ first_access_at, first_access_expires_at }: Device): string {
  if (first_access_at !== null) return 'connected'
  return first_access_expires_at > Date.now() ? 'waits for its first connection' : 'token expired'
}

const When = ({ at }: { readonly at: number | null }) =>
  at === null ? <span className="soft">never</span> : <Moment at={at} as="ago" />

/** How a device is removed, for whoever may do that. */
type Remove = {
  readonly isBusy: boolean
  readonly remove: ((device_uid: string) => void) | undefined
}

const Row = ({ device, isBusy, remove }: Remove & { readonly device: Device }) => (
  <tr>
    <td>
      <Link to="/devices/$id" params={{ id: device.device_uid }}>
        {device.device_name}
      </Link>
    </td>
    <td>{stateOf(device)}</td>
    <td className="mono">{device.address ?? ''}</td>
    <td className="mono">{device.client_version ?? ''}</td>
    <td>
      <When at={device.last_access_at} />
    </td>
    <td>
      <Link to="/exposure" search={{ device: device.device_uid }}>
        What it got
      </Link>
    </td>
    {remove && (
      <td>
        <SureButton
          label="Remove"
          sure="End its access"
          about={device.device_name}
          isBusy={isBusy}
          act={() => remove(device.device_uid)}
        />
      </td>
    )}
  </tr>
)

const titles = ['Device', 'State', 'Address', 'Client', 'Last read', 'Exposure']

type TableProps = Remove & { readonly devices: readonly Device[] }

const Table = ({ devices, ...remove }: TableProps) => (
  <TableFrame label="Devices" titles={titles} acts={remove.remove && 'with acts'}>
    {devices.map((device) => (
      <Row key={device.device_uid} device={device} {...remove} />
    ))}
  </TableFrame>
)

type Props = {
  readonly vault: Vault
  readonly application: Pick<Opened, 'app_uid' | 'devices' | 'permission'>
}

/** The devices of an application: who they are, new ones with their token, and the end of their access. */
export function Devices({ vault, application: { app_uid, devices, permission } }: Props) {
  const mayManage = permission !== 'view'
  const [added, setAdded] = useState<NewDevice>()
  const adding = useAddDevice(vault, app_uid)
  const removing = useRemoveDevice(vault, app_uid)
  return (
    <>
      {mayManage && (
        <DeviceForm
          isBusy={adding.isPending}
          error={adding.error}
          submit={(named, done) =>
            adding.mutate(named, {
              onSuccess: (device) => {
                setAdded(device)
                done()
              },
            })
          }
        />
      )}
      {removing.error && <Trouble error={removing.error} />}
      {devices.length === 0 ? (
        <Nothing title="No device yet">
          {mayManage ? (
            <>
              <p>Name one above: you get its one-time token, and the program that uses it. Or</p>
              <Command>{`keepwatch sm client add --app ${app_uid} --name ci-runner`}</Command>
            </>
          ) : (
            <p>Its owner adds one, or whoever manages it.</p>
          )}
        </Nothing>
      ) : (
        <Table
          devices={devices}
          isBusy={removing.isPending}
          remove={mayManage ? removing.mutate : undefined}
        />
      )}
      <DeviceToken device={added} close={() => setAdded(undefined)} />
    </>
  )
}
