import type { IClientOptions, MqttClient } from 'mqtt'

export interface ConnectForm {
  url: string
  clientId: string
  username: string
  password: string
  version: 4 | 5
  clean: boolean
  keepAlive: number
}

export interface LogLine {
  id: number
  at: number
  /** `in` and `out` are messages, `note` is what the client did or was told. */
  kind: 'in' | 'out' | 'note' | 'bad'
  topic?: string
  qos?: number
  retain?: boolean
  bytes?: number
  text: string
}

/** Bounds of a page that may be flooded: lines of the log, and characters of a payload that are kept of each. */
export const mostLines = 500
export const mostText = 4096
export const mostClients = 10

/** MQTT.js is loaded by the first connection. */
export async function connect(form: ConnectForm): Promise<MqttClient> {
  const { default: mqtt } = await import('mqtt')
  const options: IClientOptions = {
    clientId: form.clientId,
    username: form.username === '' ? undefined : form.username,
    password: form.password === '' ? undefined : form.password,
    protocolVersion: form.version,
    clean: form.clean,
    keepalive: form.keepAlive,
    connectTimeout: 10_000,
    // One try: the page shows why it failed, and a person decides.
    reconnectPeriod: 0,
    // A worker from a blob is what the content security policy forbids.
    timerVariant: 'native',
    // A clean 5.0 session ends with the connection anyway; one that is kept lives for an hour.
    properties: form.version === 5 && !form.clean ? { sessionExpiryInterval: 3600 } : undefined,
  }
  return mqtt.connect(form.url, options)
}

/** A payload as text, or its bytes in hexadecimal when it is none; cut to what the log keeps. */
export function payloadText(payload: Uint8Array): string {
  const part = payload.subarray(0, mostText)
  let text: string
  try {
    // A cut may go through a character; `stream` leaves its first half out instead of calling it no text.
    text = new TextDecoder('utf-8', { fatal: true }).decode(part, { stream: payload.length > mostText })
  } catch {
    text = Array.from(part.subarray(0, 256), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    return payload.length > 256 ? `${text} …` : text
  }
  return payload.length > mostText ? `${text}…` : text
}
