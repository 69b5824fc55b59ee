export interface Warning {
  level: 'warning' | 'error'
  what: string
  action: string
  code?: string
}

/** The answer of `GET /overview`. */
export interface Overview {
  version: string
  node: string
  startedAt: string
  uptimeSeconds: number
  shards: number
  store: { kind: string; durability: string; bytes: number }
  listeners: { name: string; kind: string; port: number; address: string }[]
  certificates: { name: string; until: string; daysLeft: number }[]
  healthy: boolean
  warnings: Warning[]
}
