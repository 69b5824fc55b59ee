export default {
  blacklist: {
    title: '黑名单',
    lead: '不允许连接该实例的客户端和地址。已连接的会立即断开。',
    add: '加入黑名单',
    search: '搜索黑名单',
    empty: '黑名单为空。可以添加不允许连接的 Client ID 或地址。',
    clientId: 'Client ID',
    address: 'IP 地址',
    forever: '直到移除',
    howLong: '时长',
    column: { kind: '类型', value: '值', until: '截止时间', actions: '操作' },
    span: { 0: '直到移除', 600: '10 分钟', 3600: '一小时', 86400: '一天', 604800: '一周' },
    ask: '将 {name} 移出黑名单？之后它可以重新连接。',
    done: { add: '{name} 已加入黑名单。', remove: '{name} 已移出黑名单。' },
  },
}
