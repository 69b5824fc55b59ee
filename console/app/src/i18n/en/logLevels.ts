export default {
  logLevels: {
    title: 'Log levels',
    lead: 'How much the service writes into its log. A change holds at once, until the service stops.',
    search: 'Search loggers',
    empty: 'The service tells no loggers.',
    root: 'all others',
    logger: 'Logger',
    level: 'Level',
    levelOf: 'Level of {logger}',
    other: 'Another logger',
    set: 'Set level',
    done: '{logger} now logs at {level}.',
  },
}
