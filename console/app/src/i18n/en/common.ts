export default {
  common: {
    again: 'Try again', cancel: 'Cancel', close: 'Close', save: 'Save', create: 'Create', delete: 'Delete', edit: 'Edit', copy: 'Copy',
    copied: 'Copied', refresh: 'Refresh', search: 'Search', loading: 'Loading', more: 'Load more', next: 'Next page', first: 'First page',
    actions: 'Actions', name: 'Name', state: {
      empty: 'There is nothing here yet.', failed: 'This could not be loaded', forbidden: 'Not permitted', missing: 'Not found',
      role: 'You are signed in as {account} with the role “{role}”. Ask an administrator if you need more.',
    },
    yes: 'Yes', no: 'No', all: 'All', none: 'None', on: 'On', off: 'Off', required: 'Please fill this in', done: 'Done', moreOf: 'Show more ({n} left)', noMatch: 'Nothing matches the search.',
    unreachable: 'The service cannot be reached. Check the network and that the service runs, then try again.',
    unnameable: 'A browser cannot name “{name}” in an address. Use the command line for it.',
    unreadable: 'The answer of the service cannot be read. A proxy between the browser and the service may have changed it.',
    refusal: {
      'bad-request': 'Something in the request is missing or not right.', unauthorized: 'Nobody is logged in, or no longer.', forbidden: 'Your role does not allow this.',
      'password-change-needed': 'Choose a password of your own first.', 'not-found': 'This does not exist.', 'method-not-allowed': 'The service cannot do this.',
      conflict: 'This is in conflict with what there is, or a rule forbids it.', 'too-large': 'This is too large.', 'not-supported': 'The service does not take such a request.',
      unusable: 'A file or certificate cannot be used.', locked: 'There were too many failed logins.', internal: 'The service has a fault; its log has more.',
      unavailable: 'The service cannot answer now; try again later.', 'not-saved': 'The change cannot be written to the disk, and is not made.',
    },
    noSuchPage: 'There is no such page.', toOverview: 'Back to the overview',
    roles: { viewer: 'Viewer', operator: 'Operator', administrator: 'Administrator' },
    units: { second: 's', minute: 'min', hour: 'h', day: 'd', perSecond: '{value}/s' },
  },
}
