export default {
  topics: {
    about: 'Parent topics of this instance. Messages go to a parent topic or to topics below it.',
    empty: 'There is no parent topic yet. Create one first: in an instance of the cloud profile, clients can use declared topics only.',
    search: 'Search by name or remark', create: 'Create parent topic', name: 'Parent topic', remark: 'Remark', createdAt: 'Created',
    nameAbout: 'The first level of the topics, without a slash.', created: 'Parent topic {name} is created.',
    deleted: 'Parent topic {topic} is deleted.',
    deletedWithQueues: 'Parent topic {topic} is deleted. These queues stay with their messages until you delete them: {queues}',
    deleteQuestion: 'Delete the parent topic {topic}? Clients can then neither publish nor subscribe to it.',
    oneAbout: 'Who receives its messages, a message for a test, and the message that is retained.',
    whole: 'Whole topic', receivers: 'Receivers', send: 'Send a message', retained: 'Retained message', retainedBelow: 'Retained messages below this topic',
    noReceivers: 'Nobody subscribes to this topic now.',
    column: { client: 'Client', filter: 'Subscription', qos: 'QoS', shared: 'Shared' },
    to: 'Topic', retain: 'Retain this message', sendNow: 'Send', sent: 'The message to {topic} is sent.',
    matched: 'Subscriptions that match: {n}.', traceOf: 'Trace of message {id}',
  },
}
