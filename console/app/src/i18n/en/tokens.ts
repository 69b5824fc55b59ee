export default {
  tokens: {
    title: 'Tokens',
    lead: 'A token lets a device log in for a time, and opens the topics it names. The service keeps no list of tokens.',
    token: 'Token',
    hour: 'one hour',
    day: 'one day',
    week: 'one week',
    month: '30 days',
    done: 'The token is revoked. Clients that used it are disconnected.',
    apply: {
      title: 'Apply for a token',
      button: 'Apply',
      resources: 'Topics, with + and # if wanted, blanks between them',
      actions: 'Permission',
      read: 'R: subscribe',
      write: 'W: publish',
      both: 'R,W: both',
      expiry: 'Valid for',
      username: 'User name of clients', password: 'Password of clients', until: 'The token, valid until {time}',
    },
    query: { title: 'Query a token', button: 'Query', valid: 'The token is valid.', invalid: 'The token is not valid.' },
    revoke: {
      title: 'Revoke a token',
      button: 'Revoke',
      ask: 'Revoke this token? Clients that use it are disconnected, and it cannot be made valid again.',
    },
  },
}
