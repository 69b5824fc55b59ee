import { i18n, language } from '@/i18n'

// All of these follow the language of the page, so call them in templates or computed values.

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function kept<T extends Intl.NumberFormat | Intl.DateTimeFormat>(name: string, make: () => T): T {
  const id = language.value + ' ' + name
  let format = formats.get(id)
  if (format === undefined) {
    format = make()
    formats.set(id, format)
  }
  return format as T
}

/** A count or a rate: 1,234 or 0.25. */
export function number(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–'
  }
  return kept('n' + digits, () => new Intl.NumberFormat(language.value, { maximumFractionDigits: digits })).format(value)
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** A size: 12 B, 3.4 MiB. */
export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–'
  }
  let rest = value
  let unit = 0
  while (Math.abs(rest) >= 1024 && unit < units.length - 1) {
    rest /= 1024
    unit++
  }
  return `${number(rest, unit === 0 ? 0 : rest < 10 ? 2 : 1)} ${units[unit]}`
}

/** A time of the service, in the time zone of the reader. Takes ISO text or milliseconds since 1970. */
export function time(value: string | number | null | undefined, withMillis = false): string {
  if (value === null || value === undefined || value === '') {
    return '–'
  }
  const date = new Date(value)
  if (value === 'never') {
    return i18n.global.t('clients.never')
  }
  if (Number.isNaN(date.getTime())) {
    return String(value)
  }
  return kept('t' + withMillis, () => new Intl.DateTimeFormat(language.value, {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    hourCycle: 'h23', ...(withMillis ? { fractionalSecondDigits: 3 as const } : {}),
  })).format(date)
}

/** The clock alone, for lines that follow each other within minutes. */
export function clock(value: string | number, withMillis = false): string {
  const date = new Date(value)
  if (Number.isNaN(date.getTime())) {
    return String(value)
  }
  return kept('c' + withMillis, () => new Intl.DateTimeFormat(language.value, {
    hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
    ...(withMillis ? { fractionalSecondDigits: 3 as const } : {}),
  })).format(date)
}

/** A length of time, in its two greatest units: 3 d 4 h, 12 min 5 s. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) {
    return '–'
  }
  const t = i18n.global.t
  if (seconds < 1) {
    return `${number(Math.max(0, seconds))} ${t('common.units.second')}`
  }
  const parts: [number, string][] = [
    [Math.floor(seconds / 86400), t('common.units.day')],
    [Math.floor((seconds % 86400) / 3600), t('common.units.hour')],
    [Math.floor((seconds % 3600) / 60), t('common.units.minute')],
    [Math.floor(seconds % 60), t('common.units.second')],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  return parts.slice(first, first + 2).filter(([count]) => count > 0)
    .map(([count, unit]) => `${number(count)} ${unit}`).join(' ')
}
