export default {
  configuration: {
    title: '配置',
    lead: '当前生效的配置值及其来源。可通过配置文件、环境变量或命令行选项修改。',
    search: '搜索配置项和值',
    empty: '服务没有返回配置。',
    anyOrigin: '任意来源',
    secret: '密钥，不显示',
    column: { key: '配置项', value: '值', origin: '来源' },
    origin: { default: '默认值', file: '配置文件', environment: '环境变量', 'command-line': '命令行' },
  },
}
