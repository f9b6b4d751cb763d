import { actions } from './en/actions.ts';
import { audit } from './en/audit.ts';
import { auth } from './en/auth.ts';
import { capabilities } from './en/capabilities.ts';
import { catalog } from './en/catalog.ts';
import { common } from './en/common.ts';
import { connect } from './en/connect.ts';
import { connection } from './en/connection.ts';
import { connectionSettings } from './en/connection-settings.ts';
import { connections } from './en/connections.ts';
import { doctor } from './en/doctor.ts';
import { errors } from './en/errors.ts';
import { events } from './en/events.ts';
import { evidence } from './en/evidence.ts';
import { evidenceArchive } from './en/evidence-archive.ts';
import { exceptions } from './en/exceptions.ts';
import { fields } from './en/fields.ts';
import { findings } from './en/findings.ts';
import { invitation } from './en/invitation.ts';
import { levels } from './en/levels.ts';
import { members } from './en/members.ts';
import { nav } from './en/nav.ts';
import { oauth } from './en/oauth.ts';
import { overview } from './en/overview.ts';
import { palette } from './en/palette.ts';
import { provider } from './en/provider.ts';
import { records } from './en/records.ts';
import { resources } from './en/resources.ts';
import { runs } from './en/runs.ts';
import { settings } from './en/settings.ts';
import { setup } from './en/setup.ts';
import { sso } from './en/sso.ts';
import { states } from './en/states.ts';
import { syncs } from './en/syncs.ts';
import { webhooks } from './en/webhooks.ts';

/** Every text of the admin, by area. Sentence case, verbs on buttons; errors say what is, whose fault and what next. */
export const t = {
  product: 'Patchbay',
  title: (page: string) => `${page} · Patchbay`,
  common,
  errors,
  nav,
  palette,
  auth,
  setup,
  overview,
  catalog,
  capabilities,
  levels,
  provider,
  connect,
  connections,
  connection,
  runs,
  records,
  resources,
  actions,
  connectionSettings,
  syncs,
  findings,
  exceptions,
  states,
  audit,
  settings,
  members,
  events,
  webhooks,
  doctor,
  evidence,
  evidenceArchive,
  invitation,
  sso,
  oauth,
  fields,
};
