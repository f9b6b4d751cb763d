import { waitForHeading } from '../support/admin.ts';
import { catalogViews } from './catalog.ts';
import { connectionsViews } from './connections.ts';
import { eventsViews } from './events.ts';
import { findingsViews } from './findings.ts';
import { frameViews } from './frame.ts';
import { oauthViews } from './oauth.ts';
import { invitation, peopleViews } from './people.ts';
import { runsViews } from './runs.ts';
import { empty, simple, type View } from './view.ts';

/** Pages of somebody who is signed in. */
export const signedInViews: View[] = [
  ...frameViews,
  ...catalogViews,
  ...oauthViews,
  ...connectionsViews,
  ...runsViews,
  ...findingsViews,
  ...peopleViews,
  ...eventsViews,
];

/** Pages of somebody who is not. */
export const signedOutViews: View[] = [
  simple('sign-in', '/sign-in', 'Sign in'),
  simple('sign-in-sso', '/sign-in?error=email_outside_domain', 'Single sign-on', (page) =>
    page.getByText('signed in an address of another domain').waitFor(),
  ),
  invitation('invitation', 'open', (page) => page.getByTestId('join-sign-up').waitFor()),
  invitation('invitation-cancelled', 'cancelled', (page) => waitForHeading(page, 'This invitation was cancelled')),
  simple('invitation-unknown', '/invitation/inv_unknown', 'There is no such invitation'),
];

/** Pages of an instance nobody has set up. */
export const emptyInstanceViews: View[] = [simple('setup', '/setup', 'Set up Patchbay')];

/** Pages of an instance that was just set up: what they say before there is anything. */
export const freshInstanceViews: View[] = [
  empty('overview-empty', '/', 'Overview'),
  empty('settings-single-sign-on-empty', '/settings/single-sign-on', 'Settings'),
  empty('events-empty', '/events', 'Events'),
  empty('settings-events-empty', '/settings/events', 'Settings'),
  empty('settings-oauth-apps-empty', '/settings/oauth-apps', 'Settings'),
  empty('connections-empty', '/connections', 'Connections'),
  empty('exceptions-empty', '/findings/exceptions', 'Exceptions'),
  empty('findings-empty', '/findings', 'Findings'),
];
