export default {
  audit: {
    title: '操作审计',
    lead: '每次修改（包括被拒绝的）和每次被拒绝的登录，最新的在前。',
    search: '搜索',
    empty: '还没有任何修改。',
    more: '另有 {n} 次', older: '显示更早的记录',
    column: { at: '时间', who: '操作者', address: '地址', what: '操作', details: '详情', status: '状态' },
  },
}
