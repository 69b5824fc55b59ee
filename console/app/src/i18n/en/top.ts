export default {
  top: {
    title: 'Slow and busy',
    lead: 'Who holds the most bytes, who publishes the most, and which topics are busiest. Figures of busy ones are estimates.',
    slow: 'Slow subscribers',
    talkers: 'Top talkers',
    topics: 'Busiest topics',
    since: 'In the last {time}.',
    column: {
      client: 'Client',
      topic: 'Topic',
      queuedBytes: 'Bytes waiting',
      queued: 'Messages waiting',
      messages: 'Messages',
      bytes: 'Bytes',
    },
    empty: {
      slow: 'No subscriber has messages waiting.',
      talkers: 'No client has published lately.',
      topics: 'Nothing was published lately.',
    },
  },
}
