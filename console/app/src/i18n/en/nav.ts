export default {
  nav: {
    main: 'Main navigation', crumbs: 'Where you are', skip: 'Skip to the content', menu: 'Menu', missing: 'Page not found',
    sections: { service: 'Service', tools: 'Tools', administration: 'Administration' },
    login: 'Sign in', logout: 'Sign out', password: 'Change password', overview: 'Overview', instances: 'Instances', instance: 'Instance',
    topics: 'Topics', groups: 'Groups', clients: 'Clients', retained: 'Retained messages', traces: 'Message traces', rules: 'Rules',
    queues: 'Server queues', keys: 'AccessKeys', tokens: 'Tokens', credentials: 'Device credentials', customAuth: 'Custom authentication', certificates: 'Certificates', blacklist: 'Blacklist', top: 'Slow and busy',
    connections: 'RocketMQ connections', alarms: 'Alarms', signature: 'Signature calculator', websocket: 'WebSocket client', configuration: 'Configuration',
    logs: 'Log levels', audit: 'Audit log', accounts: 'Accounts',
    theme: { title: 'Appearance', system: 'As the system', light: 'Light', dark: 'Dark' },
  },
}
