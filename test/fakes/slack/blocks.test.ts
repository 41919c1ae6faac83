import { expect, test } from 'vitest';
import { blockProblems } from './blocks.ts';
import { plain } from './example-modal.ts';

test.each([
  ['no more than 50 items allowed [json-pointer:/blocks]', Array(51).fill({ type: 'divider' })],
  [
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    [{ type: 'section', text: plain('a'.repeat(3_001)) }],
  ],
  ['must be more than 0 characters [json-pointer:/blocks/0/text/text]', [{ type: 'section', text: plain('') }]],
  [
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    [{ type: 'actions', elements: [{ type: 'button', text: plain('a'.repeat(76)) }] }],
  ],
  [
    'action_id a already exists [json-pointer:/blocks/0/elements/1/action_id]',
    [{ type: 'actions', elements: ['1', '2'].map((text) => ({ type: 'button', action_id: 'a', text: plain(text) })) }],
  ],
  [
    'unsupported type: file_input [json-pointer:/blocks/0/element/type]',
    [{ type: 'input', label: plain('Photo'), element: { type: 'file_input', action_id: 'v' } }],
  ],
  [
    'must be of type plain_text [json-pointer:/blocks/0/text/type]',
    [{ type: 'header', text: { type: 'mrkdwn', text: '*Done*' } }],
  ],
  ['invalid additional property: colour [json-pointer:/blocks/0]', [{ type: 'divider', colour: 'red' }]],
])('in a message Slack says: %s', (problem, blocks) => {
  expect(blockProblems(blocks, 'message')).toEqual([problem]);
});

const inModal = (element: object) => [{ type: 'input', block_id: 'b', label: plain('Field'), element }];
const number = { type: 'number_input', action_id: 'v', is_decimal_allowed: false };
const select = { type: 'conversations_select', action_id: 'v' };

test.each([
  [
    'missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]',
    { type: 'number_input', action_id: 'v' },
  ],
  ['must be a number, as a string [json-pointer:/blocks/0/element/initial_value]', { ...number, initial_value: 3 }],
  ['must be a number, as a string [json-pointer:/blocks/0/element/min_value]', { ...number, min_value: '0.5' }],
  [
    'cannot be greater than max_value [json-pointer:/blocks/0/element/min_value]',
    { ...number, min_value: '10', max_value: '9' },
  ],
  ['must have at least one field [json-pointer:/blocks/0/element/filter]', { ...select, filter: {} }],
  [
    'must be some of im, mpim, private, public [json-pointer:/blocks/0/element/filter/include]',
    { ...select, filter: { include: ['channels'] } },
  ],
  [
    'must be less than 76 characters [json-pointer:/blocks/0/element/initial_option/0/text/text]',
    { type: 'external_select', action_id: 'v', initial_option: { value: 'a', text: plain('a'.repeat(76)) } },
  ],
  [
    'no less than 1 items allowed [json-pointer:/blocks/0/element/initial_options]',
    { type: 'multi_external_select', action_id: 'v', initial_options: [] },
  ],
])('in a modal Slack says: %s', (problem, element) => {
  expect(blockProblems(inModal(element), 'modal')).toEqual([problem]);
});
