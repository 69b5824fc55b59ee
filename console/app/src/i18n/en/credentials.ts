export default {
  credentials: {
    title: 'Device credentials',
    lead: 'A secret for each device, with which it logs in without an AccessKey.',
    create: 'Create a credential',
    search: 'Search by the beginning of the client ID',
    empty: 'No device has a credential. Create one for a client ID.',
    username: 'User name',
    how: 'The client ID is a Group ID, three at signs and a name of the device. The password of the device is Base64 of HMAC-SHA1 over its client ID, with its secret.',
    secretTitle: 'The credential of the device',
    refresh: 'New secret',
    column: { client: 'Client ID', accessKey: 'AccessKey', created: 'Created', updated: 'Secret since', actions: 'Actions' },
    ask: {
      refresh: 'Give {name} another secret? The old one counts no more, and a connection with it ends.',
      delete: 'Delete the credential of {name}? A connection with it ends.',
    },
    done: {
      create: '{name} has a credential.',
      refresh: '{name} has another secret.',
      delete: 'The credential of {name} is deleted.',
    },
  },
}
