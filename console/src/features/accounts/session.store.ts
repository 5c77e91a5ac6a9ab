import type { StaffPermission } from '@parley/shared/accounts/permissions'
import type { SignIn } from '@parley/shared/accounts/staff'
import { ParleyError } from '@parley/shared/kernel/errors'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { chooseLocale } from '../../app/locale'
import * as api from './accounts.api'
import type { StaffSession } from './accounts.api'

/** Who is signed in here. */
export const useSession = defineStore('session', () => {
  const current = shallowRef<StaffSession>()
  const staff = computed(() => current.value?.staff)
  /** Only for screens that are shown to signed-in staff. */
  const me = computed(() => {
    if (current.value === undefined) throw new ParleyError('unauthenticated')
    return current.value.staff
  })

  const can = (permission: StaffPermission): boolean => current.value?.permissions.includes(permission) ?? false

  /** How far a right reaches; absent: one does not have it. */
  const scopeOf = (permission: StaffPermission) => current.value?.grants[permission]

  /** Whether the browser holds a session; rejects with `ParleyError` when that could not be learned. */
  async function restore(): Promise<boolean> {
    if (current.value !== undefined) return true
    try {
      await begin(await api.readSession())
      return true
    } catch (error) {
      if (error instanceof ParleyError && error.code === 'unauthenticated') return false
      throw error
    }
  }

  /** Reads oneself again: rights and name may have changed. What cannot be read now stays as it is. */
  async function refresh(): Promise<void> {
    current.value = await api.readSession().catch(() => current.value)
  }

  /** Their language comes with them to whichever device they sign in at. */
  async function begin(session: StaffSession): Promise<void> {
    if (session.staff.language !== null) await chooseLocale(session.staff.language)
    current.value = session
  }

  async function signIn(body: SignIn): Promise<void> {
    await begin(await api.signIn(body))
  }

  return { current, staff, me, can, scopeOf, restore, refresh, begin, signIn, signOut: api.signOut }
})
