/** Officers, for administrators. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { OfficerRow } from '../store/officers.ts'
import type { Store } from '../store/store.ts'
import { officerOf, only } from './guard.ts'
import {
  done,
  givenPassword,
  mobileRequest,
  newOfficer,
  officerList,
  officerParameter,
  rolesRequest,
  type OfficerItem,
} from './messages.ts'
import type { OfficersService } from './officers.ts'
import { rolesIn } from './session.ts'

export interface OfficerRoutesOptions {
  readonly store: Store
  readonly officers: OfficersService
}

const item = ({ name, roles, createdAt, disabledAt, factorAt, isTemporary, mobile }: OfficerRow): OfficerItem => ({
  ...{ name, createdAt, disabledAt, factorAt, mobile },
  roles: [...rolesIn(roles)],
  isTemporary: isTemporary === 1,
})

export const officerRoutes = (scope: FastifyInstance, { store, officers }: OfficerRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()
  const config = only('administrator')

  typed.get('/officers', { schema: { response: { 200: officerList } }, config }, async () => ({
    officers: (await store.officers.list()).map(item),
  }))

  typed.post(
    '/officers',
    { schema: { body: newOfficer, response: { 200: givenPassword } }, config },
    async (request) => {
      const { name, roles } = request.body
      return { password: await officers.add(officerOf(request).session.officer, name, roles) }
    },
  )

  typed.post(
    '/officers/:name/roles',
    { schema: { params: officerParameter, body: rolesRequest, response: { 200: done } }, config },
    async (request) => {
      await officers.setRoles(officerOf(request).session.officer, request.params.name, request.body.roles)
      return {}
    },
  )

  typed.post(
    '/officers/:name/number',
    { schema: { params: officerParameter, body: mobileRequest, response: { 200: done } }, config },
    async (request) => {
      await officers.setMobile(officerOf(request).session.officer, request.params.name, request.body.mobile)
      return {}
    },
  )

  const acts = { disable: officers.disable, enable: officers.enable, 'reset-factor': officers.resetFactor }
  for (const [name, act] of Object.entries(acts))
    typed.post(
      `/officers/:name/${name}`,
      { schema: { params: officerParameter, response: { 200: done } }, config },
      async (request) => {
        await act(officerOf(request).session.officer, request.params.name)
        return {}
      },
    )

  typed.post(
    '/officers/:name/reset-password',
    { schema: { params: officerParameter, response: { 200: givenPassword } }, config },
    async (request) => ({
      password: await officers.resetPassword(officerOf(request).session.officer, request.params.name),
    }),
  )
}
