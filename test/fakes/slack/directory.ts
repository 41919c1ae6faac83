import type { Loose } from '../loose.ts';
import { type Call, type Handlers, SlackError } from './call.ts';
import type { Parts } from './parts.ts';
import type { Tokens } from './tokens.ts';
import type { GroupRecord, UserRecord } from './world.ts';

/** Who is who: `auth.*`, `team.info`, `users.info`, `bots.info`, `usergroups.*`, and the end of an installation. */
export function createDirectory({ world, app, events }: Parts, tokens: Tokens): Handlers {
  const groupsOf = ({ team }: Call) => [...world.groups.values()].filter(({ team: own }) => own === team.id);

  return {
    'auth.test'({ team, token }) {
      const { expiresAt } = team.tokens.get(token) ?? {};
      const rest = expiresAt === undefined ? {} : { expires_in: Math.ceil((expiresAt - world.now()) / 1_000) };
      return {
        url: `https://${team.domain}.slack.com/`,
        team: team.name,
        user: app.name.toLowerCase(),
        team_id: team.id,
        user_id: team.botUser,
        bot_id: team.botId,
        is_enterprise_install: false,
        ...rest,
      };
    },
    'auth.revoke'({ team, token, args }) {
      if (args.test === true) return { revoked: false };
      tokens.kill(team, 'token_revoked', token);
      return { revoked: true };
    },
    'apps.uninstall'({ team, args }) {
      if (args.client_id !== app.clientId) throw new SlackError('invalid_client_id');
      if (args.client_secret !== app.clientSecret) throw new SlackError('bad_client_secret');
      events.tell(team, { type: 'app_uninstalled' });
      tokens.kill(team, 'account_inactive');
      return { uninstalled: true };
    },
    'team.info'({ team, args }) {
      if (args.team !== undefined && args.team !== team.id) throw new SlackError('team_not_found');
      const { id, name, domain } = team;
      return { team: { id, name, domain, email_domain: '', icon: { image_default: true } } };
    },
    'users.info'({ team, args }) {
      const user = world.users.get(String(args.user));
      if (user?.team !== team.id) throw new SlackError('user_not_found');
      return { user: userJson(user, args.include_locale === true) };
    },
    'bots.info'({ team, args }) {
      const { bot = team.botId } = args;
      if (bot !== team.botId) throw new SlackError('bot_not_found');
      return {
        bot: { id: bot, deleted: false, name: app.name, updated: 1_700_000_000, app_id: app.id, user_id: team.botUser },
      };
    },
    // as documented: https://docs.slack.dev/reference/methods/usergroups.list
    'usergroups.list'(call) {
      return { usergroups: groupsOf(call).map((group) => groupJson(group, call.args.include_users === true)) };
    },
    // https://docs.slack.dev/reference/methods/usergroups.users.list; its errors name no group that is unknown but this one
    'usergroups.users.list'(call) {
      const group = groupsOf(call).find(({ id }) => id === call.args.usergroup);
      if (!group) throw new SlackError('no_such_subteam');
      return { users: [...group.users] };
    },
  };
}

/** A person or bot as `users.info` shows them. */
function userJson(user: UserRecord, withLocale: boolean): Loose {
  const { id, team, name, displayName, isAdmin, isOwner, isBot, isGuest = false, home = team } = user;
  return {
    id,
    team_id: home,
    name,
    deleted: false,
    color: '9f69e7',
    real_name: displayName,
    tz: 'Europe/Berlin',
    tz_label: 'Central European Time',
    tz_offset: 3_600,
    profile: {
      real_name: displayName,
      display_name: displayName,
      real_name_normalized: displayName,
      display_name_normalized: displayName,
      team: home,
    },
    is_admin: isAdmin,
    is_owner: isOwner,
    is_primary_owner: false,
    is_restricted: isGuest,
    is_ultra_restricted: false,
    is_bot: isBot,
    is_app_user: false,
    updated: 1_700_000_000,
    ...(withLocale && { locale: user.locale }),
  };
}

function groupJson({ id, team, handle, name, users }: GroupRecord, withUsers: boolean): Loose {
  return {
    id,
    team_id: team,
    is_usergroup: true,
    name,
    handle,
    description: '',
    is_external: false,
    date_delete: 0,
    user_count: users.size,
    ...(withUsers && { users: [...users] }),
  };
}
