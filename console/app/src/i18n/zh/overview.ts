export default {
  overview: {
    about: '服务当前的运行情况，以及最近七天的历史。',
    health: '健康状况', healthy: '服务运行正常，无需处理。',
    unhealthy: '服务不健康，但没有给出原因。请查看服务日志。',
    error: '错误', warning: '警告', whatToDo: '处理方法：{action}',
    range: '时间范围', ranges: { live: '实时', '1h': '1 小时', '24h': '24 小时', '7d': '7 天' },
    noHistory: '这段时间没有测量数据。服务启动一分钟后会有第一个数据点。',
    live: {
      connecting: '正在等待首批数据。', live: '最近五分钟，每两秒更新。',
      lost: '实时数据已中断，页面会自动重新连接。',
    },
    node: '节点', version: '版本', nodeName: '名称', startedAt: '启动时间', uptime: '已运行', shards: '分片数', store: '存储',
    listeners: '监听端口', noListeners: '没有打开的监听端口，设备无法连接。', certificates: '证书',
    daysLeft: '剩余 {days} 天，到期时间 {at}', ended: '已于 {at} 过期',
    chart: {
      connections: '连接', messages: '消息', traffic: '流量', drops: '丢弃的消息（按原因）',
      waiting: '等待投递的消息', store: '存储与队列占用', latency: '延迟（P99）', refusals: '被拒绝的请求',
      comings: '上线与下线', cpu: 'CPU（100% 为一个核）', heap: '堆内存',
    },
    measure: {
      connections: '连接数', sessions: '会话数', messagesReceived: '接收', messagesSent: '发送', bytesReceived: '接收',
      bytesSent: '发送', messagesDropped: '丢弃', messagesWaiting: '等待', storedBytes: '磁盘', queuedBytes: '内存',
      answerP99Millis: 'PUBLISH 应答', shardDelayP99Millis: '分片排队', connectsRefused: '连接', publishesRefused: '发布',
      subscribesRefused: '订阅', connects: '上线', disconnects: '下线', cpuPercent: 'CPU', heapBytes: '已用',
    },
    reason: {
      expired: '已过期', queue_full: '队列已满', backlog_full: '接收方过慢（QoS 0）', too_large: '超过接收方的最大报文',
      no_receiver: '没有接收方', memory_full: '内存上限', store_full: '磁盘上限', lost: '存储损坏丢失',
      session_ended: '会话已结束', retained_full: '保留消息已达上限', not_authorized: '已无权限', rule_full: '规则积压已满',
    },
  },
}
