// 各告警的中文说明；其中的具体数值和名称见服务端原句。
export default {
  warnings: {
    'store-failed': { what: '存储已失效：QoS 1 和 QoS 2 的消息不再得到确认。', action: '查看日志中的原因，排除后重启服务。' },
    'store-waits': { what: '存储暂时无法写入。', action: '清理数据目录所在的磁盘，或修复磁盘；之后服务会自行恢复。' },
    'no-persistence': { what: '会话和消息只保存在内存中，进程退出后即丢失。', action: '如需保留，启动时去掉 --no-persistence（persistence.enabled: true）。' },
    alarms: { what: '有报警正在触发。', action: '请查看“报警”页面。' },
    connections: { what: '连接数接近上限。', action: '调高 broker.flood.maxConnections 和可打开文件数（ulimit -n）。' },
    anonymous: { what: '允许没有用户名的客户端接入：能访问监听端口的人都可以收发消息。', action: '将 auth.allowAnonymous 设为 false，除非监听端口只有自己能访问。' },
    certificate: { what: '有证书已过期或即将过期。', action: '用新证书替换原文件，十秒内会自动读取。' },
  },
}
