export interface AccessKey {
  accessKey: string
  enabled: boolean
  /** Empty: all. */
  instances: string[]
  rights: 'full' | 'narrowed'
}

export interface Right {
  effect: string
  actions: string[]
  instances: string[]
  topics: string[]
  groups: string[]
}

export interface TemporaryKey {
  accessKey: string
  secretKey: string
  securityToken: string
  expires: string
}

export const namedRights = ['full', 'publish-only', 'subscribe-only', 'read-only']

/** Patterns as people write them in one field: blanks, commas or lines between. */
export function patterns(text: string): string[] {
  return text.split(/[\s,，]+/).filter((word) => word !== '')
}
