export default {
  trace: {
    title: 'Live trace', about: 'Shows what happens from now on, while this page is open. It is noted in the audit log. The newest 500 events stay here.',
    seconds: 'Seconds', start: 'Start', stop: 'Stop', running: 'Watching. Events so far: {n}', ended: 'The trace has ended. Events: {n}',
    column: { at: 'Time', event: 'Event', topic: 'Topic', details: 'Details' },
    event: {
      'trace-began': 'trace began', connected: 'connected', disconnected: 'disconnected', 'connect-refused': 'connect refused',
      'publish-refused': 'publish refused', 'subscribe-refused': 'subscribe refused', 'will-dropped': 'will dropped',
      'message-dropped': 'message dropped', 'session-ended': 'session ended', subscribed: 'subscribed', unsubscribed: 'unsubscribed',
      published: 'published', delivered: 'delivered', queued: 'queued', 'trace-ended': 'trace ended',
    },
  },
}
