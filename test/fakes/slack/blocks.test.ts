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
