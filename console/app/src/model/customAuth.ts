/** The credential of a device, as lists have it: without its secret. */
export interface Credential {
  clientId: string
  accessKey: string
  createdAt: string
  updatedAt: string
}

/** One that was made just now. */
export interface MadeCredential {
  clientId: string
  accessKey: string
  secretKey: string
  username: string
}

export type IdentityType = 'user' | 'client'

/** An identity of custom authentication, as lists have it: without its secret. */
export interface Identity {
  type: IdentityType
  username: string
  /** Of type client. */
  clientId?: string
  signMode: SignMode
  /** Only in the answer of the service that made it. */
  secret?: string
}

export type SignMode = 'origin' | 'signed'

export interface Permission {
  type: IdentityType
  identity: string
  topic: string
  action: string
  effect: 'allow' | 'deny'
}

export const types: IdentityType[] = ['user', 'client']
export const signModes: SignMode[] = ['origin', 'signed']
export const permitActions = ['pub', 'sub', 'pubSub']

/** The names that say which identity is meant. */
export function namesOf(one: Identity): { type: IdentityType; username: string; clientId?: string } {
  return { type: one.type, username: one.username, ...(one.type === 'client' ? { clientId: one.clientId } : {}) }
}

/** The name that permissions of an identity have. */
export function permittedName(one: Identity): string {
  return one.type === 'client' ? (one.clientId ?? '') : one.username
}
