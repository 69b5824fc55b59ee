export default {
  audit: {
    title: 'Audit log',
    lead: 'Every change, also one that was refused, and every refused login. The newest is first.',
    search: 'Search',
    empty: 'Nothing was changed yet.',
    more: '{n} more of them', older: 'Show older ones',
    column: { at: 'When', who: 'Who', address: 'Address', what: 'What', details: 'Details', status: 'Status' },
  },
}
