export default {
  retained: {
    about: '为后续订阅者保留的消息，每个 Topic 一条。', filter: 'Topic 过滤器',
    empty: '没有保留消息。请先发布一条带保留标志的消息。', noneOfTopic: '该 Topic 没有保留消息。',
    column: { topic: 'Topic', qos: 'QoS', bytes: '大小', publisher: '发布者', expires: '过期时间' }, contentType: '内容类型',
    delete: '删除保留消息', deleteQuestion: '确定删除 {topic} 的保留消息？之后订阅的客户端将收不到它。',
    deleted: '{topic} 的保留消息已删除。',
  },
}
