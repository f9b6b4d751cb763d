export const auth = {
  signInTitle: 'Sign in',
  signInText: 'Welcome back. Sign in to your organization.',
  email: 'Email',
  password: 'Password',
  signIn: 'Sign in',
  failedTitle: 'You are not signed in',
  emailNeeded: 'Enter the email address of your account.',
  emailInvalid: 'This is not an email address.',
  passwordNeeded: 'Enter your password.',
  wrongPassword: 'No account matches this email address and password. Check both and try again.',
  tooManyAttempts: 'Too many attempts. Wait a minute, then try again.',
  wrongOrigin:
    'This server is set up for another address. Open it at its APP_URL, or ask whoever runs it to change APP_URL.',
  signedOut: 'You have been signed out. Sign in to go on where you were.',
  tagline: 'One place for every system you keep connected.',
};
