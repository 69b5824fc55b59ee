export default {
  common: {
    again: '重试', cancel: '取消', close: '关闭', save: '保存', create: '创建', delete: '删除', edit: '编辑', copy: '复制',
    copied: '已复制', refresh: '刷新', search: '搜索', loading: '正在加载', more: '加载更多', next: '下一页', first: '回到第一页',
    actions: '操作', name: '名称', state: {
      empty: '暂无数据。', failed: '加载失败', forbidden: '没有权限', missing: '不存在',
      role: '您以 {account} 登录，角色为“{role}”。需要更高权限时请联系管理员。',
    },
    yes: '是', no: '否', all: '全部', none: '无', on: '开启', off: '关闭', required: '请填写此项', done: '已完成', moreOf: '显示更多（剩余 {n} 条）', noMatch: '没有匹配的结果。',
    unreachable: '无法连接到服务。请检查网络和服务是否在运行，然后重试。',
    unnameable: '浏览器无法在地址中表示“{name}”，请使用命令行处理。',
    unreadable: '服务的应答无法识别。浏览器与服务之间的代理可能改动了它。',
    refusal: {
      'bad-request': '请求中有内容缺失或不正确。', unauthorized: '尚未登录，或登录已失效。', forbidden: '当前角色不允许此操作。',
      'password-change-needed': '请先设置您自己的密码。', 'not-found': '找不到所请求的对象。', 'method-not-allowed': '服务不支持此操作。',
      conflict: '与现有内容冲突，或当前规则不允许。', 'too-large': '提交的内容过大。', 'not-supported': '服务不支持这种请求。',
      unusable: '文件或证书无法使用。', locked: '登录失败次数过多，已暂时锁定。', internal: '服务内部出错，详情见服务日志。',
      unavailable: '服务暂时无法应答，请稍后重试。', 'not-saved': '修改无法写入磁盘，未生效。',
    },
    noSuchPage: '没有这个页面。', toOverview: '返回概览',
    roles: { viewer: '只读', operator: '运维', administrator: '管理员' },
    units: { second: '秒', minute: '分', hour: '小时', day: '天', perSecond: '{value}/秒' },
  },
}
