export default {
  login: {
    title: 'Sign in', about: 'Sign in with an account of this service. The first start of the service prints a one-time password.',
    account: 'Account', password: 'Password', submit: 'Sign in', wrong: 'The account or the password is wrong.',
    locked: 'Too many failed attempts. {message}',
    change: 'Change password', changeAbout: 'The new password has 12 characters or more, 72 bytes of UTF-8 at most, four different characters, and is not made of the account’s name.',
    must: 'This password is for one time only. Choose your own before you go on.', current: 'Current password',
    fresh: 'New password', repeat: 'New password again', save: 'Change password', changed: 'The password is changed.',
    differs: 'The two new passwords differ.', length: 'The new password must have 12 characters or more, and 72 bytes of UTF-8 at most.',
    name: 'The new password must not be the name of the account.',
  },
}
