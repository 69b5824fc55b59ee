export default {
  blacklist: {
    title: 'Blacklist',
    lead: 'Clients that may not connect to this instance. Who is connected is disconnected at once.',
    add: 'Add to the blacklist',
    search: 'Search the blacklist',
    empty: 'The blacklist is empty. Add a client id that must not connect.',
    clientId: 'Client ID',
    column: { actions: 'Actions' },
    ask: 'Take {name} off the blacklist? It may connect again.',
    done: { add: '{name} is on the blacklist.', remove: '{name} is off the blacklist.' },
  },
}
