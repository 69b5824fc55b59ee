export default {
  retained: {
    about: 'Messages that are kept for those who subscribe later, one for each topic.', filter: 'Topic filter',
    empty: 'There is no retained message. Publish one with the retain flag first.', noneOfTopic: 'This topic has no retained message.',
    column: { topic: 'Topic', qos: 'QoS', bytes: 'Size', publisher: 'Publisher', expires: 'Expires' }, contentType: 'Content type',
    delete: 'Delete retained message', deleteQuestion: 'Delete the retained message of {topic}? Clients that subscribe later get none.',
    deleted: 'The retained message of {topic} is deleted.',
  },
}
