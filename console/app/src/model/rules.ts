import { del, get, patch, post } from '@/api'

export type RuleKind = 'outbound' | 'inbound' | 'status'
export const kinds: RuleKind[] = ['outbound', 'inbound', 'status']

export interface Rule {
  id: string
  kind: RuleKind
  resource: string
  topic: string
  connection: string
  enabled: boolean
  description?: string
  createdAt: string
  acknowledge?: 'outbox' | 'remote'
  outflow?: 'devices' | 'all'
  maxMessages?: number
  maxBytes?: number
  consumerGroup?: string
  filter?: 'tag' | 'sql92'
  expression?: string
  ordered?: boolean
  onRefused?: 'drop' | 'deadLetter'
  waiting?: number
  waitingBytes?: number
  oldestMillis?: number
  carried?: number
  failed?: Record<string, number>
  dropped?: Record<string, number>
  reconnects?: number
  fault?: string
}

export interface Connection {
  name: string
  kind: string
  addresses: string[]
  accessKey: string
  secretKey: string
  tls: boolean
  namespace: string
  rules: number
}

/** Fields of the service by kind; others are refused there. */
const outbox = ['maxMessages', 'maxBytes']
const options: Record<RuleKind, string[]> = {
  outbound: ['acknowledge', 'outflow', ...outbox],
  inbound: ['consumerGroup', 'filter', 'expression', 'ordered', 'onRefused'],
  status: outbox,
}
const common = ['description', 'connection', 'resource', 'topic']

export function emptyRule(): Rule {
  return {
    id: '',
    kind: 'outbound',
    resource: '',
    topic: '',
    connection: '',
    enabled: true,
    description: '',
    createdAt: '',
    acknowledge: 'outbox',
    outflow: 'devices',
    maxMessages: 1_000_000,
    maxBytes: 1_073_741_824,
    consumerGroup: '',
    filter: 'tag',
    expression: '*',
    ordered: false,
    onRefused: 'drop',
  }
}

/** What a request says of a rule: the fields that its kind has, and of those the ones that changed. */
export function body(rule: Rule, before?: Rule): Record<string, unknown> {
  const all = rule as unknown as Record<string, unknown>
  const old = before as unknown as Record<string, unknown> | undefined
  // A number field that was emptied says nothing.
  const given = (name: string) => all[name] !== undefined && all[name] !== null
  const names = [...common, ...options[rule.kind]].filter((name) => given(name) && (!old || all[name] !== old[name]))
  const made = Object.fromEntries(names.map((name) => [name, all[name]]))
  return old ? made : { id: rule.id, kind: rule.kind, enabled: rule.enabled, ...made }
}

export function sum(counts?: Record<string, number>): number {
  return Object.values(counts ?? {}).reduce((a, b) => a + b, 0)
}

export const connections = () => get<{ connections: Connection[] }>('/rocketmq')
export const createRule = (path: string, rule: Rule) => post(path, body(rule))
export const changeRule = (path: string, rule: Rule, before: Rule) => patch(path, body(rule, before))
export const deleteRule = (path: string) => del(path)
