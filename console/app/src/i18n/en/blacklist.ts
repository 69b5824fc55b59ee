export default {
  blacklist: {
    title: 'Blacklist',
    lead: 'Clients and addresses that may not connect to this instance. Who is connected is disconnected at once.',
    add: 'Add to the blacklist',
    search: 'Search the blacklist',
    empty: 'The blacklist is empty. Add a client id or an address that must not connect.',
    clientId: 'Client ID',
    address: 'IP address',
    forever: 'until it is removed',
    howLong: 'For how long',
    column: { kind: 'Kind', value: 'Value', until: 'Until', actions: 'Actions' },
    span: { 0: 'until it is removed', 600: '10 minutes', 3600: 'one hour', 86400: 'one day', 604800: 'one week' },
    ask: 'Take {name} off the blacklist? It may connect again.',
    done: { add: '{name} is on the blacklist.', remove: '{name} is off the blacklist.' },
  },
}
