export interface Step {
  at: string
  kind: string
  client?: string
  text?: string
}

export interface MessageWay {
  messageId: string
  topic: string
  publisher?: string
  publishedAt?: string
  bytes?: number
  steps: Step[]
}

/** Where things happen: at the publisher, in the service, at a receiver. */
export type Lane = 0 | 1 | 2

/** How a step is drawn: from one lane to another, or a point in one. */
export interface Mark {
  from: Lane
  to: Lane
  bad: boolean
}

const marks: Record<string, Mark> = {
  published: { from: 0, to: 1, bad: false },
  delivered: { from: 1, to: 2, bad: false },
  acknowledged: { from: 2, to: 1, bad: false },
  rule: { from: 1, to: 2, bad: false },
  dropped: { from: 1, to: 1, bad: true },
  refused: { from: 1, to: 1, bad: true },
  failed: { from: 1, to: 1, bad: true },
}

export function mark(kind: string): Mark {
  return marks[kind] ?? { from: 1, to: 1, bad: false }
}

/** Milliseconds between two instants; undefined when one of them cannot be read. */
export function between(first: string | undefined, second: string): number | undefined {
  const millis = Date.parse(second) - Date.parse(first ?? '')
  return Number.isNaN(millis) ? undefined : millis
}
