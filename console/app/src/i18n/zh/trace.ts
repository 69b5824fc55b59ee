export default {
  trace: {
    title: '实时跟踪', about: '显示从现在起发生的事件，页面打开期间有效，并记入操作审计。此处保留最新的 500 条。',
    seconds: '时长（秒）', start: '开始', stop: '停止', running: '正在跟踪，已有事件：{n}', ended: '跟踪已结束，事件数：{n}',
    column: { at: '时间', event: '事件', topic: 'Topic', details: '详情' },
    event: {
      'trace-began': '跟踪开始', connected: '上线', disconnected: '下线', 'connect-refused': '连接被拒绝',
      'publish-refused': '发布被拒绝', 'subscribe-refused': '订阅被拒绝', 'will-dropped': '遗嘱消息丢弃',
      'message-dropped': '消息丢弃', 'session-ended': '会话结束', subscribed: '已订阅', unsubscribed: '已取消订阅',
      published: '已发布', delivered: '已投递', queued: '进入队列', 'trace-ended': '跟踪结束',
    },
  },
}
