export default {
  credentials: {
    title: '设备凭证',
    lead: '一机一密：每个设备使用自己的密钥登录，无需 AccessKey。',
    create: '创建设备凭证',
    search: '按 Client ID 前缀搜索',
    empty: '还没有设备凭证。请为一个 Client ID 创建。',
    username: '用户名',
    how: 'Client ID 由 Group ID、三个 at 符号和设备名组成。设备的密码是用密钥对 Client ID 做 HMAC-SHA1 后的 Base64。',
    secretTitle: '设备的凭证',
    refresh: '更换密钥',
    column: { client: 'Client ID', accessKey: 'AccessKey', created: '创建时间', updated: '密钥生效时间', actions: '操作' },
    ask: {
      refresh: '为 {name} 更换密钥？旧密钥立即失效，使用它的连接会断开。',
      delete: '删除 {name} 的凭证？使用它的连接会断开。',
    },
    done: {
      create: '{name} 的凭证已创建。',
      refresh: '{name} 的密钥已更换。',
      delete: '{name} 的凭证已删除。',
    },
  },
}
