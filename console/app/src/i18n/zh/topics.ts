export default {
  topics: {
    about: '本实例的父级 Topic。消息发送到父级 Topic 或其下的子级 Topic。',
    empty: '还没有父级 Topic。请先创建：在云服务类型的实例中，客户端只能使用已声明的 Topic。',
    search: '按名称或备注搜索', create: '创建父级 Topic', name: '父级 Topic', remark: '备注', createdAt: '创建时间',
    nameAbout: 'Topic 的第一级，不含斜杠。', created: '父级 Topic {name} 已创建。',
    deleted: '父级 Topic {topic} 已删除。',
    deletedWithQueues: '父级 Topic {topic} 已删除。以下队列及其消息会保留，直到您删除它们：{queues}',
    deleteQuestion: '确定删除父级 Topic {topic}？删除后客户端将不能发布或订阅它。',
    oneAbout: '查看消息的接收者和保留消息，或发送一条测试消息。',
    whole: '完整 Topic', receivers: '订阅关系', send: '发送消息', retained: '保留消息', retainedBelow: '查看该 Topic 下的保留消息',
    noReceivers: '目前没有客户端订阅该 Topic。',
    column: { client: '客户端', filter: '订阅', qos: 'QoS', shared: '共享订阅' },
    to: 'Topic', retain: '作为保留消息', sendNow: '发送', sent: '消息已发送到 {topic}。',
    matched: '匹配的订阅数：{n}。', traceOf: '消息 {id} 的轨迹',
  },
}
