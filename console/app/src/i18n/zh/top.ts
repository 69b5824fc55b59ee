export default {
  top: {
    title: '慢订阅与流量排行',
    lead: '哪些客户端堆积的字节最多、哪些客户端发布最多、哪些 Topic 最繁忙。排行数据为估算值。',
    slow: '慢订阅者',
    talkers: '发布最多的客户端',
    topics: '最繁忙的 Topic',
    since: '最近 {time}。',
    column: {
      client: '客户端',
      topic: 'Topic',
      queuedBytes: '等待字节',
      queued: '等待消息',
      messages: '消息',
      bytes: '字节',
    },
    empty: {
      slow: '没有订阅者堆积消息。',
      talkers: '近期没有客户端发布消息。',
      topics: '近期没有消息发布。',
    },
  },
}
