export default {
  nav: {
    main: '主导航', crumbs: '当前位置', skip: '跳到内容', menu: '菜单', missing: '页面不存在',
    sections: { service: '服务', tools: '工具', administration: '管理' },
    login: '登录', logout: '退出登录', password: '修改密码', overview: '概览', instances: '实例', instance: '实例详情',
    topics: 'Topic 管理', groups: 'Group 管理', clients: '客户端管理', retained: '保留消息', traces: '消息轨迹', rules: '规则',
    queues: '服务端队列', keys: '访问凭证', tokens: '令牌 Token', credentials: '设备凭证', customAuth: '自定义认证', certificates: '证书', blacklist: '黑名单', top: '慢订阅与流量排行',
    connections: 'RocketMQ 连接', alarms: '报警', signature: '签名计算', websocket: 'WebSocket 客户端', configuration: '配置',
    logs: '日志级别', audit: '操作审计', accounts: '账号',
    theme: { title: '外观', system: '跟随系统', light: '浅色', dark: '深色' },
  },
}
