import { i18n } from '@/i18n'

export interface Alarm {
  id: string
  instance?: string
  topic?: string
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
  perTopic: boolean
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

/** What people call a figure; one that this page does not know keeps its own name. */
export function figureText(metric: string): string {
  const key = `alarms.figure.${metric}`
  return i18n.global.te(key) ? i18n.global.t(key) : metric
}

/** A unit as it stands behind a number; a mere count needs none. `bytes a minute` is the text `bytesAMinute`. */
export function unitText(unit = 'count'): string {
  if (unit === 'count') {
    return ''
  }
  const key = `alarms.unit.${unit.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase())}`
  return i18n.global.te(key) ? i18n.global.t(key) : unit
}
