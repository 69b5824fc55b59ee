// What the service says of these warnings, without the figures and names of its own sentences.
export default {
  warnings: {
    'store-failed': { what: 'The store has failed: what clients publish with QoS 1 and 2 is not acknowledged.', action: 'Look into the log for the reason, mend it, and start the service again.' },
    'store-waits': { what: 'The store cannot write at present.', action: 'Make room on the disk of the data folder, or mend the disk; the service goes on by itself.' },
    'no-persistence': { what: 'Sessions and messages are in memory only, and gone with the process.', action: 'Start without --no-persistence (persistence.enabled: true) when they are to outlive it.' },
    alarms: { what: 'Alarms fire.', action: 'Look at the page of alarms.' },
    connections: { what: 'Nearly as many connections are open as are possible.', action: 'Raise broker.flood.maxConnections and the limit of open files (ulimit -n).' },
    anonymous: { what: 'Clients without a user name are let in: who reaches a listener can read and write.', action: 'Set auth.allowAnonymous to false, unless nobody else reaches the listeners.' },
    certificate: { what: 'A certificate has expired, or soon does.', action: 'Put its successor in the place of the files; they are read within ten seconds.' },
  },
}
