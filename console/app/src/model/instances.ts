export interface InstanceRow {
  id: string
  profile: string
  state: string
  traces: string
  tls: string
}

export interface Limit {
  name: string
  limit: number
  used?: number
}

export interface Tag {
  key: string
  value: string
}

/** The answer of `GET /instances/ID`. */
export interface Instance extends InstanceRow {
  remark?: string
  endpoints: { kind: string; address: string }[]
  limits: Limit[]
  counts: Record<string, number>
  tags: Tag[]
}
