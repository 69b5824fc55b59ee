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
    forbidden: 'Your role does not allow this: {message}',
    noSuchPage: 'There is no such page.', toOverview: 'Back to the overview',
    roles: { viewer: 'Viewer', operator: 'Operator', administrator: 'Administrator' },
    units: { second: 's', minute: 'min', hour: 'h', day: 'd', perSecond: '{value}/s' },
  },
}
