import { isObject, listOf, textOf } from '../loose.ts';
import { blockProblems, usableElements } from './blocks.ts';
import { createCheck, PLAIN } from './blocks-check.ts';
import { BLOCK_LIMITS as LIMITS } from './blocks-limits.ts';

export type ViewType = 'modal' | 'home';

const COMMON = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id'];
const OF_MODALS = ['title', 'submit', 'close', 'clear_on_close', 'notify_on_close'];

/** What is wrong with a view of one of these types, in the words of Slack's `response_metadata.messages`. */
export function viewProblems(view: unknown, types: readonly ViewType[], scopes: ReadonlySet<string>): string[] {
  const check = createCheck();
  if (!isObject(view)) {
    check.add('must be a JSON object', 'view');
    return check.found;
  }
  const type = types.find((one) => one === view.type);
  if (!type) {
    check.add(`must be of type ${types.join(' or ')}`, 'view', 'type');
    return check.found;
  }
  check.names(view, type === 'modal' ? [...COMMON, ...OF_MODALS] : COMMON, 'view');
  check.string(view.private_metadata, 0, LIMITS.modal.privateMetadata, 'view', 'private_metadata');
  check.string(view.callback_id, 0, LIMITS.id, 'view', 'callback_id');
  check.string(view.external_id, 0, LIMITS.id, 'view', 'external_id');
  if (!Array.isArray(view.blocks)) check.add('missing required field: blocks', 'view');
  const blocks = listOf(view.blocks);
  if (type === 'modal') {
    check.text(view.title, PLAIN, LIMITS.modal.title, 'view', 'title');
    check.optionalText(view.close, PLAIN, LIMITS.modal.button, 'view', 'close');
    check.optionalText(view.submit, PLAIN, LIMITS.modal.button, 'view', 'submit');
    if (view.submit === undefined && blocks.some((block) => isObject(block) && block.type === 'input'))
      check.add('must define `submit` to use an `input` block in modals', 'view', 'submit');
  }
  const asksForFiles = usableElements(blocks).some(({ element }) => textOf(element.type) === 'file_input');
  // a modal that asks for files is not opened for an app that may not read them (docs: file input element)
  if (asksForFiles && !scopes.has('files:read'))
    check.add('file_input requires the files:read scope', 'view', 'blocks');
  const inside = blockProblems(blocks, type).map((problem) => problem.replace('json-pointer:', 'json-pointer:/view'));
  return [...check.found, ...inside];
}
