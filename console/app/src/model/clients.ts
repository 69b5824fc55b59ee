export interface ClientRow {
  clientId: string
  user: string
  connected: boolean
  version: string
  address: string
  subscriptions: number
  queued: number
}

export interface Filter {
  filter: string
  qos: number
  noLocal?: boolean
  retainAsPublished?: boolean
  subscriptionId?: number
}

/** The answer of `GET /instances/ID/clients/CLIENTID`: what the service does not know of a client is not there. */
export interface Client extends ClientRow {
  listener?: string
  connectedAt?: string
  keepAliveSeconds?: number
  cleanStart?: boolean
  sessionExpirySeconds?: number
  inFlight?: number
  inFlightMost?: number
  queuedBytes?: number
  will?: { topic: string; qos: number; retain: boolean; bytes: number; delaySeconds: number }
  tls?: { protocol: string; cipher: string; subject?: string }
  filters: Filter[]
  traffic?: { messagesReceived: number; bytesReceived: number; messagesSent: number; bytesSent: number }
}

export interface Waiting {
  topic: string
  qos: number
  bytes: number
  messageId?: string
  expires?: string
}

/** The answer of `GET /instances/ID/clients/CLIENTID/rights`. */
export interface Rights {
  login: string
  tokens: { type: string; resources: string[]; expires: string }[]
  publish?: Decision
  subscribe?: Decision
}

export interface Decision {
  allowed: boolean
  why?: string
}
