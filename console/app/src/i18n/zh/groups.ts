export default {
  groups: {
    about: '本实例的 Group。Client ID 由 Group 名称、三个 {\'@\'} 符号和设备名称组成。',
    empty: '还没有 Group。请先创建：在云服务类型的实例中，设备的 Client ID 以 Group 开头。',
    search: '按名称搜索', create: '创建 Group', name: 'Group', createdAt: '创建时间',
    nameAbout: '以 GID_ 或 GID- 开头。', created: 'Group {name} 已创建。',
    deleted: 'Group {group} 已删除。', deletedWithQueues: 'Group {group} 已删除。以下队列及其消息会保留，直到您删除它们：{queues}',
    deleteQuestion: '确定删除 Group {group}？已连接的客户端保持连接，下次连接时将被拒绝。', clients: '客户端',
  },
}
