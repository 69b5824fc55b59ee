export default {
  logLevels: {
    title: '日志级别',
    lead: '服务写入日志的详细程度。修改立即生效，直到服务停止。',
    search: '搜索日志名称',
    empty: '服务没有返回日志名称。',
    root: '其他全部',
    logger: '日志名称',
    level: '级别',
    levelOf: '{logger} 的级别',
    other: '其他日志名称',
    set: '设置级别',
    done: '{logger} 的日志级别已改为 {level}。',
  },
}
