/** What the service measures, live and kept. Counters come per second from `/live`, and as sums from `/history`. */
export type Measure =
  | 'connections' | 'sessions' | 'subscriptions' | 'retainedMessages' | 'messagesWaiting' | 'queuedBytes' | 'storedBytes'
  | 'heapBytes' | 'cpuPercent' | 'messagesReceived' | 'messagesSent' | 'bytesReceived' | 'bytesSent' | 'messagesDropped'
  | 'answerP99Millis' | 'shardDelayP99Millis' | 'connects' | 'disconnects' | 'connectsRefused' | 'publishesRefused'
  | 'subscribesRefused'

export type Unit = 'count' | 'bytes' | 'rate' | 'byteRate' | 'millis' | 'percent'

export interface ChartPlan {
  /** Also the key of its name in the words of the overview. */
  id: string
  unit: Unit
  measures: Measure[]
}

export const charts: ChartPlan[] = [
  { id: 'connections', unit: 'count', measures: ['connections', 'sessions'] },
  { id: 'messages', unit: 'rate', measures: ['messagesReceived', 'messagesSent'] },
  { id: 'traffic', unit: 'byteRate', measures: ['bytesReceived', 'bytesSent'] },
  { id: 'drops', unit: 'rate', measures: ['messagesDropped'] },
  { id: 'waiting', unit: 'count', measures: ['messagesWaiting'] },
  { id: 'store', unit: 'bytes', measures: ['storedBytes', 'queuedBytes'] },
  { id: 'latency', unit: 'millis', measures: ['answerP99Millis', 'shardDelayP99Millis'] },
  { id: 'refusals', unit: 'rate', measures: ['connectsRefused', 'publishesRefused', 'subscribesRefused'] },
  { id: 'comings', unit: 'rate', measures: ['connects', 'disconnects'] },
  { id: 'cpu', unit: 'percent', measures: ['cpuPercent'] },
  { id: 'heap', unit: 'bytes', measures: ['heapBytes'] },
]

const counters: ReadonlySet<Measure> = new Set<Measure>([
  'messagesReceived', 'messagesSent', 'bytesReceived', 'bytesSent', 'messagesDropped', 'connects', 'disconnects',
  'connectsRefused', 'publishesRefused', 'subscribesRefused',
])

export type Sample = { at: string | number; drops?: Record<string, number> } & Partial<Record<Measure, number>>

export interface Line {
  name: string
  /** Milliseconds since 1970 and the value; null where nothing was measured, so that the line has a gap there. */
  points: [number, number | null][]
}

function millis(at: string | number): number {
  return typeof at === 'number' ? at : Date.parse(at)
}

/** The line of one measure. With a step, counters are divided by it, and left-out steps become gaps. */
export function line(name: string, samples: Sample[], measure: Measure, stepSeconds?: number): Line {
  const points: [number, number | null][] = []
  for (const sample of samples) {
    const at = millis(sample.at)
    const before = points[points.length - 1]
    if (stepSeconds !== undefined && before !== undefined && at - before[0] > stepSeconds * 1500) {
      points.push([before[0] + stepSeconds * 1000, null])
    }
    const value = sample[measure]
    const each = stepSeconds !== undefined && counters.has(measure) ? stepSeconds : 1
    points.push([at, typeof value === 'number' ? value / each : null])
  }
  return { name, points }
}

/** One line for each reason for which messages were dropped in these samples, the most frequent first. */
export function dropLines(samples: Sample[], most: number): Line[] {
  const sums = new Map<string, number>()
  for (const sample of samples) {
    for (const [reason, rate] of Object.entries(sample.drops ?? {})) {
      sums.set(reason, (sums.get(reason) ?? 0) + rate)
    }
  }
  const reasons = [...sums.entries()].sort((a, b) => b[1] - a[1]).slice(0, most).map(([reason]) => reason)
  return reasons.map((reason) => ({
    name: reason,
    points: samples.map((sample) => [millis(sample.at), sample.drops?.[reason] ?? 0]),
  }))
}
