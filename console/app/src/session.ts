import { ref } from 'vue'
import { ApiError, del, get, post } from '@/api'

export type Role = 'viewer' | 'operator' | 'administrator'

/** How one can log in but by a password. */
export interface Ways {
  oidc?: { start: string; label?: string }
}

export interface Session {
  account: string
  role: Role
  instances: string[]
  mustChangePassword: boolean
  version: string
  /** Whether a provider vouches for the account, so that it has no password here. */
  oidc: boolean
}

/** Who is logged in; null when nobody is. */
export const session = ref<Session | null>(null)

const rank: Record<Role, number> = { viewer: 0, operator: 1, administrator: 2 }

/** Whether the account's role has the rights of this one. The service decides; this only hides what it would refuse. */
export function may(role: Role): boolean {
  return session.value !== null && (rank[session.value.role] ?? -1) >= rank[role]
}

/** Whether the account sees all instances, and the service as a whole. */
export function seesAll(): boolean {
  return (session.value?.instances.length ?? 0) === 0
}

let asked = false

/** Asks once per page load whether a session is there; later calls answer from memory. */
export async function knownSession(): Promise<Session | null> {
  if (session.value === null && !asked) {
    try {
      session.value = await get<Session>('/session')
      asked = true
    } catch (thrown) {
      if (!(thrown instanceof ApiError) || thrown.status !== 401) {
        throw thrown
      }
      asked = true
    }
  }
  return session.value
}

export function ways(): Promise<Ways> {
  return get<Ways>('/session/ways')
}

export async function logIn(account: string, password: string): Promise<Session> {
  const answer = await post<Session>('/session', { account, password })
  asked = true
  session.value = answer
  return answer
}

export async function changePassword(current: string, password: string): Promise<void> {
  await post('/session/password', { current, password })
  if (session.value !== null) {
    session.value = { ...session.value, mustChangePassword: false }
  }
}

export async function logOut(): Promise<void> {
  await del('/session')
  forgetSession()
}

/** The service knows the session no more. */
export function forgetSession(): void {
  session.value = null
  asked = true
}

/** A way back after the login: a path of this application, and nothing that could lead elsewhere. */
export function wayBack(asked: unknown): string {
  const path = typeof asked === 'string' ? asked : ''
  const plain = path.startsWith('/') && !path.startsWith('//') && !/[\\\u0000-\u001f]/.test(path)
    && new URL('/console' + path, window.location.origin).pathname.startsWith('/console/') // steps up lead out of it
  return plain && !path.startsWith('/login') && !path.startsWith('/password') ? path : '/'
}
