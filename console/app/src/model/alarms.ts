export interface Alarm {
  id: string
  instance?: string
  metric: string
  comparison: 'above' | 'below'
  threshold: number
  minutes: number
  level: string
  state: 'ok' | 'firing' | 'unknown'
  since?: string
  value?: number
  enabled: boolean
}

export interface Metric {
  name: string
  unit: string
  perInstance: boolean
}

export interface Alarms {
  alarms: Alarm[]
  metrics: Metric[]
}

export interface Change {
  at: string
  id: string
  metric: string
  state: Alarm['state']
  value?: number
}

export interface Receivers {
  webhooks: { url: string; name: string }[]
  mails: { to: string }[]
}

export const levels = ['warning', 'critical']
export const stateColor = { ok: 'success', firing: 'danger', unknown: 'info' } as const

/** A unit as it stands behind a number; a mere count needs none. */
export function unitText(unit?: string): string {
  return unit === undefined || unit === 'count' ? '' : unit === 'percent' ? '%' : unit
}
