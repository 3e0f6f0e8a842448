import { z } from 'zod'
import { givenRoles } from '../kernel/roles.ts'

export const givenRole = z.enum(givenRoles)
