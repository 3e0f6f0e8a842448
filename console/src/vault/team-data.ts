import { useQuery } from '@tanstack/react-query'
import { listTeams } from '../../../src/client/teams.ts'
import { api } from '../session.ts'

export const teamsKey = ['teams'] as const

/** Every team, also those that one is not in. */
export const useTeams = () =>
  useQuery({ queryKey: teamsKey, queryFn: () => listTeams(api), refetchOnMount: 'always' })
