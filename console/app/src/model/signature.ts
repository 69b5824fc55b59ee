export type LoginKind = 'Signature' | 'DeviceCredential' | 'Token'
export const loginKinds: LoginKind[] = ['Signature', 'DeviceCredential', 'Token']

export interface OneToken {
  type: 'R' | 'W' | 'RW'
  token: string
}

/** Browsers have it in secure contexts only: https, and http to this machine itself. */
export const canSign = () => typeof crypto !== 'undefined' && crypto.subtle !== undefined

export function userName(kind: LoginKind, accessKey: string, instance: string): string {
  return `${kind}|${accessKey}|${instance}`
}

/** Base64 of HMAC-SHA1 of a client id with a secret, both as UTF-8: the password of a login by signature. */
export async function signature(secret: string, clientId: string): Promise<string> {
  const utf8 = new TextEncoder()
  const way = { name: 'HMAC', hash: 'SHA-1' }
  const key = await crypto.subtle.importKey('raw', utf8.encode(secret), way, false, ['sign'])
  const signed = await crypto.subtle.sign('HMAC', key, utf8.encode(clientId))
  return btoa(String.fromCharCode(...new Uint8Array(signed)))
}

/** The password of a login by token: `TYPE|TOKEN`, one pair after the other. */
export function tokenPassword(tokens: OneToken[]): string {
  return tokens
    .filter((one) => one.token.trim() !== '')
    .map((one) => `${one.type}|${one.token.trim()}`)
    .join('|')
}
