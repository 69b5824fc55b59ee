export default {
  blacklist: {
    title: '黑名单',
    lead: '不允许连接该实例的客户端。已连接的会立即断开。',
    add: '加入黑名单',
    search: '搜索黑名单',
    empty: '黑名单为空。可以添加不允许连接的 Client ID。',
    clientId: 'Client ID',
    column: { actions: '操作' },
    ask: '将 {name} 移出黑名单？之后它可以重新连接。',
    done: { add: '{name} 已加入黑名单。', remove: '{name} 已移出黑名单。' },
  },
}
