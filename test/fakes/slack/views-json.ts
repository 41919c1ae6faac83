import type { Loose } from '../loose.ts';
import type { Parts } from './parts.ts';
import type { ViewRecord } from './views.ts';
import { stateOf } from './views-state.ts';

/** A view as answers and payloads show it, with what is entered in it. */
export function viewJson(parts: Pick<Parts, 'world' | 'base' | 'app'>, view: ViewRecord): Loose {
  const { id, team, content, hash, stack, type } = view;
  const below = stack[stack.indexOf(view) - 1];
  return {
    id,
    team_id: team.id,
    type,
    blocks: content.blocks,
    private_metadata: content.private_metadata ?? '',
    callback_id: content.callback_id ?? '',
    state: { values: stateOf(parts, view) },
    hash,
    title: content.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: content.clear_on_close ?? false,
    notify_on_close: content.notify_on_close ?? false,
    close: content.close ?? null,
    submit: content.submit ?? null,
    previous_view_id: below?.id ?? null,
    root_view_id: view.rootId,
    app_id: parts.app.id,
    external_id: content.external_id ?? '',
    app_installed_team_id: team.id,
    bot_id: team.botId,
  };
}
