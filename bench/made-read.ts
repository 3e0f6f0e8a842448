import { appClientAccess } from '../src/events/catalog/ksm.ts'
import { happened } from '../src/events/event-type.ts'

/** A device's read of secrets, as large as they usually are. */
export const madeRead = (device_name: string) =>
  happened(appClientAccess, {
    app_uid: 'ZYXWVUTSRQPONMLKJIHGFE',
    device_name,
    device_uid: 'ABCDEFGHIJKLMNOPQRSTUV',
    endpoint: 'get_secret',
    served: 'sha256:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
    served_count: 20,
  })

export const circumstances = {
  username: 'owner@example.com',
  remote_address: '203.0.113.9',
  peer_address: '10.0.0.4',
  client_version: 'ms17.5.0',
  request_id: '019f0000-0000-7000-8000-000000000000',
}
