export interface Queue {
  queue: string
  filter?: string
  messages: number
  bytes: number
  oldestSeconds: number
  consumers: number
  unacknowledged: number
  retrying: number
  deadLetters: number
  delivered: number
  acknowledged: number
  rejected: number
  redelivered: number
  deadLettered: number
  dropped?: Record<string, number>
}

export interface DeadLetter {
  sequence: string
  id: string
  topic: string
  clientId: string
  published: string | number
  bytes: number
  payload: string
}

export interface AmqpConnection {
  id: string
  account: string
  kind: 'access-key' | 'temporary-key' | 'custom-user'
  address: string
  listener: string
  since: string | number
  channels: number
  consumers: number
  queues: string[]
  unacknowledged: number
  published: number
}

/** Live queues are in memory and end with their consumers: they can only be listed. */
export const isLive = (queue: string) => queue.endsWith('!live')
