import { perform } from '../access/action.ts'
import { refuseCall } from '../access/refuse-call.ts'
import type { DeviceCall } from './device-call.ts'
import { type Arrived, type House, type Knock, openDoor } from './device-door.ts'
import { endpointOf } from './endpoint.ts'
import { sealResponse } from './envelope.ts'
import { addFileCall, getFilesCall } from './file-calls.ts'
import { createFolderCall, deleteFolderCall, updateFolderCall } from './folder-calls.ts'
import { getFoldersCall, getSecretCall } from './read-calls.ts'
import {
  createSecretCall,
  deleteSecretCall,
  finalizeUpdateCall,
  rollbackUpdateCall,
  updateSecretCall,
} from './record-calls.ts'

/** Names that are no calls. */
const notServed: DeviceCall<object> = {
  parse: () => ({}),
  asksFor: () => undefined,
  async answer(context) {
    await perform(context, refuseCall, {})
    return undefined
  },
}

async function serve<Request>(house: House, knock: Knock, call: DeviceCall<Request>) {
  const arrived: Arrived<Request> = await openDoor(house, knock, call)
  const answer = await call.answer(arrived.context, arrived.request, house)
  return answer ? sealResponse(arrived.transmissionKey, answer) : new Uint8Array()
}

/**
 * Answers a call of the device protocol: the raw body of status 200. It resolves after the event of the access is on
 * disk. What it throws has left its event too; `errorAnswer` turns it into the error body.
 */
export function answerDevice(house: House, knock: Knock): Promise<Uint8Array> {
  switch (endpointOf(knock.endpoint)) {
    case 'get_secret':
      return serve(house, knock, getSecretCall)
    case 'get_folders':
      return serve(house, knock, getFoldersCall)
    case 'create_secret':
      return serve(house, knock, createSecretCall)
    case 'update_secret':
      return serve(house, knock, updateSecretCall)
    case 'finalize_secret_update':
      return serve(house, knock, finalizeUpdateCall)
    case 'rollback_secret_update':
      return serve(house, knock, rollbackUpdateCall)
    case 'delete_secret':
      return serve(house, knock, deleteSecretCall)
    case 'create_folder':
      return serve(house, knock, createFolderCall)
    case 'update_folder':
      return serve(house, knock, updateFolderCall)
    case 'delete_folder':
      return serve(house, knock, deleteFolderCall)
    case 'add_file':
      return serve(house, knock, addFileCall)
    case 'get_files':
      return serve(house, knock, getFilesCall)
    default:
      return serve(house, knock, notServed)
  }
}
