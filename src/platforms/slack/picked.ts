import type { BlockElementAction } from '@slack/bolt';

/** The ids that a picker of any kind holds after it was used; nothing for what is no picker. */
export function readPicked(action: BlockElementAction): readonly string[] | undefined {
  switch (action.type) {
    case 'multi_users_select':
      return action.selected_users;
    case 'multi_conversations_select':
      return action.selected_conversations;
    case 'multi_external_select':
      return (action.selected_options ?? []).flatMap(({ value }) => value ?? []);
    default:
      return undefined;
  }
}
