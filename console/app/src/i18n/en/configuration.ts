export default {
  configuration: {
    title: 'Configuration',
    lead: 'The values that are in force, and where each comes from. They are changed in the file, by variables or by options.',
    search: 'Search keys and values',
    empty: 'The service tells no values.',
    anyOrigin: 'any origin',
    secret: 'secret, not shown',
    column: { key: 'Key', value: 'Value', origin: 'Origin' },
    origin: {
      default: 'default',
      file: 'file',
      environment: 'environment variable',
      'command-line': 'command line',
    },
  },
}
