import { useQuery } from '@tanstack/react-query'
import { verifyPack } from '../../../src/evidence/verify-pack.ts'
import { knownKeys } from '../events/known-keys.ts'
import { api } from '../session.ts'

/** The newest checkpoint, with its signature checked here. */
export const useCheckpoint = () =>
  useQuery({
    queryKey: ['checkpoint'],
    queryFn: async () => {
      const answer = await api.proofs.consistency[':from'].$get({ param: { from: '0' } })
      const { checkpoint, vkeys } = await answer.json()
      const trusted = knownKeys(vkeys)
      if (!trusted) return { size: 0, failure: 'signed by a key that this browser does not know' }
      const { size, failure } = await verifyPack({ checkpoint, vkeys: trusted, events: [] })
      return { size, failure }
    },
  })
