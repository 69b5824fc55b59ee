export default {
  login: {
    title: 'Sign in', about: 'Sign in with an account of this service. The first start shows the first password, or leaves it in console.password of the data folder; hongyan admin account password makes another one.',
    account: 'Account', password: 'Password', submit: 'Sign in', wrong: 'The account or the password is wrong.',
    locked: 'Too many failed attempts. {message}',
    change: 'Change password', changeAbout: 'The new password has 12 characters or more, 72 bytes of UTF-8 at most, four different characters, and is not made of the account’s name.',
    must: 'This password is for one time only. Choose your own before you go on.', current: 'Current password',
    fresh: 'New password', repeat: 'New password again', save: 'Change password', changed: 'The password is changed.',
    differs: 'The two new passwords differ.', length: 'The new password must have 12 characters or more, and 72 bytes of UTF-8 at most.',
    name: 'The new password must not be the name of the account.',
    sso: {
      button: 'Single sign-on',
      expired: 'This login took longer than ten minutes, was used already, or began in another browser. Begin again.',
      locked: 'Too many logins by single sign-on failed from here. Wait a few minutes and begin again.',
      refused: 'The login provider did not let you in.',
      role: 'You are logged in at the login provider, but have no role in this console. Ask an administrator of the service for one.',
      token: 'The answer of the login provider cannot be trusted, so you are not logged in. Begin again; if that does not help, tell an administrator of the service.',
      unreachable: 'The login provider cannot be asked at present. Accounts with a password work.',
    },
  },
}
