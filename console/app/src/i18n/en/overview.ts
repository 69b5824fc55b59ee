export default {
  overview: {
    about: 'What the service does now, and what it did in the last seven days.',
    health: 'Health', healthy: 'The service is healthy. There is nothing to do.',
    unhealthy: 'The service is not healthy, and names no reason. Look into its log.',
    error: 'Error', warning: 'Warning', whatToDo: 'What to do: {action}',
    range: 'Time shown', ranges: { live: 'Live', '1h': '1 hour', '24h': '24 hours', '7d': '7 days' },
    noHistory: 'Nothing has been measured in this time. The first point comes a minute after the start of the service.',
    live: {
      connecting: 'Waiting for the first values.', live: 'The last five minutes, renewed every two seconds.',
      lost: 'The live values do not come any more. The page tries to get them again by itself.',
    },
    node: 'Node', version: 'Version', nodeName: 'Name', startedAt: 'Started', uptime: 'Running for', shards: 'Shards', store: 'Store',
    listeners: 'Listeners', noListeners: 'No listener is open. Devices cannot connect.', certificates: 'Certificates',
    daysLeft: '{days} days left, until {at}', ended: 'expired on {at}',
    chart: {
      connections: 'Connections', messages: 'Messages', traffic: 'Traffic', drops: 'Dropped messages by reason',
      waiting: 'Messages waiting', store: 'Stored and queued bytes', latency: 'Latency (99 of 100)', refusals: 'Refusals',
      comings: 'Connects and disconnects', cpu: 'CPU (100 % is one core)', heap: 'Heap',
    },
    measure: {
      connections: 'connections', sessions: 'sessions', messagesReceived: 'received', messagesSent: 'sent', bytesReceived: 'received',
      bytesSent: 'sent', messagesDropped: 'dropped', messagesWaiting: 'waiting', storedBytes: 'on disk', queuedBytes: 'in memory',
      answerP99Millis: 'answer to PUBLISH', shardDelayP99Millis: 'wait for a shard', connectsRefused: 'connects', publishesRefused: 'publishes',
      subscribesRefused: 'subscribes', connects: 'connects', disconnects: 'disconnects', cpuPercent: 'CPU', heapBytes: 'in use',
    },
    reason: {
      expired: 'expired', queue_full: 'queue full', backlog_full: 'receiver too slow for QoS 0', too_large: 'too large for the receiver',
      no_receiver: 'no receiver', memory_full: 'memory limit', store_full: 'disk limit', lost: 'lost by a damaged store',
      session_ended: 'session ended', retained_full: 'not retained: limit', not_authorized: 'no right any more', rule_full: 'rule has no room',
    },
  },
}
